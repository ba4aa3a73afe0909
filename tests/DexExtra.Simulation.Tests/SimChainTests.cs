using DexExtra.Simulation.Checks;
using DexExtra.Simulation.Kernel;
using DexExtra.Simulation.Models;
using DexExtra.Simulation.Venue;

namespace DexExtra.Simulation.Tests;

/// <summary>The simulated chain may take back what is not final, and never what is.</summary>
public sealed class SimChainTests
{
    [Fact]
    public void What_is_final_stays_and_a_reorganisation_loses_no_deposit_and_no_height()
    {
        var takenBack = 0;
        for (var seed = 1UL; seed <= 50; seed++)
        {
            var dice = new SimDice(seed);
            var chain = new SimChain(dice, new Reached());
            for (var step = 1UL; step <= 40; step++)
            {
                chain.Deposit(SimClient.AccountOf(1), (long)step);
                chain.Mine();
                var (final, height) = (chain.DepositsFinal, chain.Head.Number);
                if (dice.OneIn(4))
                {
                    chain.Reorganise();
                    takenBack++;
                }

                Assert.True(chain.DepositsFinal >= final, $"seed {seed}: a final deposit is gone");
                Assert.True(chain.Head.Number >= height, $"seed {seed}: the chain became shorter");
                Assert.Equal(step, chain.Head.Deposits);
            }
        }

        Assert.True(takenBack > 100);
    }
}
