// SplitMix64 orders, draw for draw those of tests/vectors/eip712/generate.mjs and of the C# tests.
import { keccak256, stringToHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';

const mask = (1n << 64n) - 1n;
const accounts = Array.from({ length: 8 }, (_, index) =>
  privateKeyToAccount(keccak256(stringToHex(`DexExtra vector key ${index}`))).address.toLowerCase());

export class RandomOrders {
  #state;

  constructor(seed) {
    this.#state = seed;
  }

  draw() {
    this.#state = (this.#state + 0x9e3779b97f4a7c15n) & mask;
    let z = this.#state;
    z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & mask;
    z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & mask;
    return z ^ (z >> 31n);
  }

  next() {
    const pick = (count) => Number(this.draw() % BigInt(count));
    const high = () => Number(this.draw() >> 32n);
    const highest = () => Number(this.draw() >> 56n);
    const account = accounts[pick(8)];
    const shift = this.draw() % 128n;
    const wide = () => ((this.draw() << 64n) | this.draw()) >> shift;
    const signed = () => BigInt.asIntN(128, (this.draw() << 64n) | this.draw()) >> shift;
    return {
      account, subaccount: high(), marketId: high(), side: 1 + pick(2), orderType: 1 + pick(10),
      timeInForce: [1, 3, 4, 6, 10, 11, 12][pick(7)], flags: high(), limitPrice: signed(), triggerPrice: signed(),
      quantity: wide(), expiry: this.draw(), maxFeePerUnit: wide(), nonce: this.draw(), version: high(),
      instructions: {
        displayQuantity: wide(), displayVariance: wide(), minQuantity: wide(), budget: wide(), trailingDistance: wide(),
        priceOffset: wide(), activationPrice: signed(), trailingBasisPoints: high(), positionFraction: high(),
        duration: high(), interval: high(), triggerSource: highest(), expiryAction: highest(), pegReference: highest(),
      },
    };
  }
}
