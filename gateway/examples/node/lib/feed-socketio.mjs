// A book of one market over Socket.IO, with nothing but the stock client: subscribes with an acknowledgement, applies
// deltas, and after every reconnection resumes from the sequence it has (docs/protocol/socketio.md).
import { io } from 'socket.io-client';

export class SocketIoBook {
  constructor(url, marketId, { transports, upgrade = true, conflationMs, token } = {}) {
    this.marketId = marketId;
    this.conflationMs = conflationMs;
    this.sequence = undefined;
    this.levels = { bid: new Map(), ask: new Map() };
    this.resumed = 0;
    this.snapshots = 0;
    this.heartbeat = undefined;
    this.socket = io(url, { transports, upgrade, auth: token ? { token } : undefined, reconnectionDelay: 20 });
    this.socket.on('feed', (message) => this.apply(message));
    this.socket.on('connect', () => this.subscribe());
  }

  subscribe() {
    const request = { channel: 'book', marketId: this.marketId };
    if (this.conflationMs) request.conflationMs = this.conflationMs;
    if (this.sequence !== undefined) request.resume = String(this.sequence);
    this.socket.emit('subscribe', request, (answer) => {
      if (answer.type !== 'subscribed') throw new Error(JSON.stringify(answer));
      if (answer.resumed) this.resumed++;
    });
  }

  apply(message) {
    if (message.marketId !== this.marketId) return;
    if (message.type === 'book.snapshot') {
      this.snapshots++;
      this.levels = { bid: new Map(), ask: new Map() };
      for (const [price, lots] of message.bids) this.levels.bid.set(price, lots);
      for (const [price, lots] of message.asks) this.levels.ask.set(price, lots);
      this.sequence = BigInt(message.sequence);
    } else if (message.type === 'book.delta') {
      if (this.conflationMs && BigInt(message.sequence) <= this.sequence) return;
      const previous = BigInt(message.previousSequence);
      const isNext = this.conflationMs ? previous <= this.sequence : previous === this.sequence;
      if (!isNext) throw new Error(`gap: ${message.previousSequence} after ${this.sequence}`);
      for (const [side, price, lots] of message.changes) {
        if (lots === '0') this.levels[side].delete(price);
        else this.levels[side].set(price, lots);
      }
      this.sequence = BigInt(message.sequence);
    } else if (message.type === 'heartbeat') {
      this.heartbeat = message;
    }
  }

  // "price:lots,…|price:lots,…", best first
  text() {
    const side = (levels, sign) =>
      [...levels].sort((a, b) => sign * Number(BigInt(a[0]) - BigInt(b[0]))).map((level) => level.join(':')).join(',');
    return `${side(this.levels.bid, -1)}|${side(this.levels.ask, 1)}`;
  }

  // cuts the transport as a lost network would; the stock client connects again by itself
  cut() {
    this.socket.io.engine.close();
  }

  close() {
    this.socket.close();
  }
}
