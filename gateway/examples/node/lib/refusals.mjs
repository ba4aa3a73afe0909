// Orders that must be refused, each for its own documented reason, over REST and the binary protocol.
import { expectEqual } from './expect.mjs';
import { sign } from './orders.mjs';

const CURVE_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const WRONG_CHAIN_OFFSET = 1;

// n − s with the other v signs the same message: a second encoding that no honest wallet makes.
function malleate(signature) {
  const s = CURVE_ORDER - BigInt(`0x${signature.slice(66, 130)}`);
  const v = signature.slice(130) === '1b' ? '1c' : '1b';
  return `${signature.slice(0, 66)}${s.toString(16).padStart(64, '0')}${v}`;
}

export class Refusals {
  constructor(rest, typedData, session) {
    this.rest = rest;
    this.typedData = typedData;
    this.session = session;
  }

  /** Tries every attack; returns pairs of attack and code. */
  async run(owner, stranger, make, nextId) {
    const outcomes = [];
    const refuse = async (attack, expected, message, signature, domain) => {
      const id = nextId();
      const { body } = await this.rest.insist('POST', '/v1/orders', {
        order: message, signature, clientOrderId: id, ...(domain ? { domain } : {}),
      });
      expectEqual(attack, body.code, expected);
      outcomes.push([attack, body.code]);
    };
    const signed = (message, wallet = owner, data = this.typedData) => sign(wallet, data, 'Order', message);

    const forged = make(owner);
    await refuse('forged by a stranger', 'WRONG_SIGNER', forged, await signed(forged, stranger));
    const malleated = make(owner);
    await refuse('malleated signature', 'MALLEATED_SIGNATURE', malleated, malleate(await signed(malleated)));
    const broken = make(owner);
    await refuse('broken signature', 'INVALID_SIGNATURE', broken, `0x${'00'.repeat(65)}`);
    const expired = make(owner, { expiry: Math.floor(Date.now() / 1000) - 1 });
    await refuse('expired', 'EXPIRED_ON_ENTRY', expired, await signed(expired));
    const foreign = { ...this.typedData, domain: { ...this.typedData.domain } };
    foreign.domain.chainId = Number(this.typedData.domain.chainId) + WRONG_CHAIN_OFFSET;
    const elsewhere = make(owner);
    const foreignSignature = await signed(elsewhere, owner, foreign);
    await refuse('signed for another chain', 'WRONG_DOMAIN', elsewhere, foreignSignature, foreign.domain);
    const replayed = make(owner, { nonce: 1n });
    await refuse('used nonce', 'NONCE_REUSED', replayed, await signed(replayed));

    await this.#refuseBinary(outcomes, 'malleated, binary', 'MalleatedSignature', malleated, nextId(),
      malleate(await signed(malleated)), this.typedData.domain.chainId);
    await this.#refuseBinary(outcomes, 'another chain, binary', 'WrongDomain', elsewhere, nextId(),
      await signed(elsewhere), foreign.domain.chainId);
    return outcomes;
  }

  async #refuseBinary(outcomes, attack, expected, message, id, signature, chainId) {
    const answer = await this.session.placeSigned(message, signature, id, chainId);
    expectEqual(attack, answer.reason ?? answer.rejectReason, expected);
    outcomes.push([attack, answer.reason ?? answer.rejectReason]);
  }
}
