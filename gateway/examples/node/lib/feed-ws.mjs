// A book of one market over a plain WebSocket, resuming after each cut (docs/protocol/feed.md).
import WebSocket from 'ws';

import { SocketIoBook } from './feed-socketio.mjs';

export class WebSocketBook {
  constructor(url, marketId, { conflationMs } = {}) {
    this.url = url;
    this.request = { op: 'subscribe', channel: 'book', marketId };
    if (conflationMs) this.request.conflationMs = conflationMs;
    this.book = Object.assign(Object.create(SocketIoBook.prototype), {
      marketId,
      conflationMs,
      sequence: undefined,
      levels: { bid: new Map(), ask: new Map() },
      resumed: 0,
      snapshots: 0,
      heartbeat: undefined,
    });
    this.open();
  }

  get sequence() {
    return this.book.sequence;
  }

  get resumed() {
    return this.book.resumed;
  }

  get snapshots() {
    return this.book.snapshots;
  }

  open() {
    this.socket = new WebSocket(`${this.url.replace('http', 'ws')}/v1/feed`);
    this.socket.on('open', () => {
      const resume = this.sequence === undefined ? {} : { resume: String(this.sequence) };
      this.socket.send(JSON.stringify({ ...this.request, ...resume }));
    });
    this.socket.on('message', (data) => {
      const message = JSON.parse(data);
      if (message.type === 'error') throw new Error(JSON.stringify(message));
      if (message.type === 'subscribed' && message.resumed) this.book.resumed++;
      this.book.apply(message);
    });
    this.socket.on('error', () => {});
    this.socket.on('close', () => {
      if (!this.isClosed) setTimeout(() => this.open(), 20);
    });
  }

  text() {
    return this.book.text();
  }

  cut() {
    this.socket.terminate();
  }

  close() {
    this.isClosed = true;
    this.socket.close();
  }
}
