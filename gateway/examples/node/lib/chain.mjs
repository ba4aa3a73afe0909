// The chain with a stock library: test dollars, deposits into the vault, and the vault's books.
import { createPublicClient, createTestClient, createWalletClient, defineChain, http, parseAbi } from 'viem';

const GAS_WEI = 10n ** 18n;
const POLL_MS = 100;
const MOST_TRIES = 20;

const tokenAbi = parseAbi([
  'function mint(address account, uint256 amount)',
  'function approve(address spender, uint256 amount) returns (bool)',
  'function balanceOf(address account) view returns (uint256)',
]);
const vaultAbi = parseAbi([
  'function deposit(address token, uint32 subaccount, uint256 amount)',
  'function balanceOf(address account, uint32 subaccount, address token) view returns (uint256)',
  'function totalLedger(address token) view returns (uint256)',
]);
const exchangeAbi = parseAbi([
  'function positionOf(address account, uint32 subaccount, uint32 marketId) view returns (int256)',
]);

export class Chain {
  constructor(rpc, contracts) {
    this.contracts = contracts;
    this.chain = defineChain({
      id: contracts.chainId,
      name: 'local',
      nativeCurrency: { name: 'coin', symbol: 'COIN', decimals: 18 },
      rpcUrls: { default: { http: [rpc] } },
    });
    const options = { chain: this.chain, transport: http(rpc), pollingInterval: POLL_MS };
    this.public = createPublicClient(options);
    this.test = createTestClient({ ...options, mode: 'anvil' });
    this.options = options;
  }

  /** Gives the wallet gas and test dollars, approves the vault and deposits; returns the deposit's transaction hash. */
  async deposit(wallet, amount) {
    const { usdc, vault } = this.contracts;
    await this.test.setBalance({ address: wallet.address, value: GAS_WEI });
    const client = createWalletClient({ ...this.options, account: wallet });
    const send = async (address, abi, functionName, args) => {
      const hash = await client.writeContract({ address, abi, functionName, args });
      const receipt = await this.public.waitForTransactionReceipt({ hash });
      if (receipt.status !== 'success') {
        throw new Error(`${functionName} reverted in ${hash}`);
      }
      return hash;
    };
    await send(usdc, tokenAbi, 'mint', [wallet.address, amount]);
    await send(usdc, tokenAbi, 'approve', [vault, amount]);
    return send(vault, vaultAbi, 'deposit', [usdc, 0, amount]);
  }

  /** The local node contradicts itself while a block is made: asked for its latest, it looks for one it has not. */
  async #read(address, abi, functionName, args) {
    for (let tries = 1; ; tries++) {
      try {
        return await this.public.readContract({ address, abi, functionName, args });
      } catch (error) {
        if (tries === MOST_TRIES || !String(error.message).includes('BlockOutOfRange')) {
          throw error;
        }
        await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      }
    }
  }

  /** Ledger units (1e-8) of an account in the vault. */
  balance(account) {
    return this.#read(this.contracts.vault, vaultAbi, 'balanceOf', [account, 0, this.contracts.usdc]);
  }

  /** Ledger units of everything the vault owes: balances, pools and fees. */
  totalLedger() {
    return this.#read(this.contracts.vault, vaultAbi, 'totalLedger', [this.contracts.usdc]);
  }

  /** Signed quantity (1e-8) of an account in a market. */
  position(account, marketId) {
    return this.#read(this.contracts.exchange, exchangeAbi, 'positionOf', [account, 0, marketId]);
  }

  /** Smallest token units in somebody's own wallet. */
  walletTokens(account) {
    return this.#read(this.contracts.usdc, tokenAbi, 'balanceOf', [account]);
  }

  /** Smallest token units that the vault really holds. */
  vaultTokens() {
    return this.#read(this.contracts.usdc, tokenAbi, 'balanceOf', [this.contracts.vault]);
  }
}
