using BenchmarkDotNet.Attributes;
using DexExtra.Messages;
using DexExtra.Protocol;
using DexExtra.Protocol.Orders;

namespace DexExtra.Bench.Micro;

/// <summary>Frames of the binary protocol and records of commands: bytes to struct and back.</summary>
public class Codecs
{
    private readonly byte[] _report = new byte[Frame.LengthOf<ExecutionReport>()];
    private readonly byte[] _command = new byte[Limits.MaxCommandBytes];
    private ExecutionReport _executionReport;
    private Deposit _deposit;

    [GlobalSetup]
    public void Setup()
    {
        _executionReport = new ExecutionReport { SeqNo = 1, OrderId = 2, ExecType = ExecType.Trade };
        _deposit = new Deposit { DepositId = 1, Amount = 5 };
        Frame.Write(_report, in _executionReport);
        CommandCodec.Write(_command, CommandType.Deposit, in _deposit, 0, 0);
    }

    [Benchmark]
    public int WriteExecutionReport() => Frame.Write(_report, in _executionReport);

    [Benchmark]
    public int WriteCommand() => CommandCodec.Write(_command, CommandType.Deposit, in _deposit, 0, 0);

    [Benchmark]
    public bool CheckCommand() => CommandCodec.IsWellFormed(_command.AsSpan(0, CommandCodec.Header(_command).Length));
}
