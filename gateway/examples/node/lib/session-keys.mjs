// A session key: a wallet without money that may sign orders for an owner, until it expires or he takes it back.
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { expectEqual } from './expect.mjs';
import { sign } from './orders.mjs';

const ALL_SUBACCOUNTS = 4_294_967_295;
const ALL_MARKETS = 0;
const TRADE_AND_CANCEL = 3;
const LIFE_S = 7200;
const PATH = '/v1/session-keys';

export class SessionKey {
  #grant;

  constructor(rest, typedData, owner) {
    Object.assign(this, { rest, typedData, owner, wallet: privateKeyToAccount(generatePrivateKey()) });
  }

  /** The nonce is one of the owner's orders'. */
  async grant(nonce) {
    this.#grant = {
      owner: this.owner.address, key: this.wallet.address, subaccount: ALL_SUBACCOUNTS, marketId: ALL_MARKETS,
      permissions: TRADE_AND_CANCEL, expiresAt: BigInt(Math.floor(Date.now() / 1000) + LIFE_S), nonce: BigInt(nonce),
    };
    return this.#set('POST', 'SessionKeyGrant', this.#grant);
  }

  async revoke() {
    const { owner, key, nonce } = this.#grant;
    return this.#set('DELETE', 'SessionKeyRevoke', { owner, key, nonce });
  }

  /** An order of the owner's account that the key signs. */
  placeOrder(message) {
    return this.rest.placeOrder(this.wallet, this.typedData, message, message.nonce);
  }

  /** A repeat of what was cut off has taken effect already. */
  async #set(method, primaryType, command) {
    const signature = await sign(this.owner, this.typedData, primaryType, command);
    const { status, body } = await this.rest.insist(method, PATH, { command, signature });
    expectEqual(`${primaryType}`, status < 300 || body.code === 'ALREADY_APPLIED' ? 'done' : body.code, 'done');
    return body;
  }
}
