// node check-feed.mjs URL MARKETS SEED: books over every transport, cut at random. Prints a checksum over all levels of
// every state that each of them is in, until standard input says "end"; the tests compare them with the engine's book.
import { createInterface } from 'node:readline';
import { crc32 } from 'node:zlib';

import { SocketIoBook } from './lib/feed-socketio.mjs';
import { WebSocketBook } from './lib/feed-ws.mjs';

const [url, markets, seed] = process.argv.slice(2);
const kinds = {
  ws: (market) => new WebSocketBook(url, market),
  polling: (market) => new SocketIoBook(url, market, { transports: ['polling'] }),
  websocket: (market) => new SocketIoBook(url, market, { transports: ['websocket'] }),
  upgrade: (market) => new SocketIoBook(url, market),
  conflated: (market) => new SocketIoBook(url, market, { transports: ['websocket'], conflationMs: 25 }),
};

let state = Number(seed);
const random = (below) => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state % below;
};

function checksum(book) {
  const side = (levels, sign) =>
    [...levels].sort((a, b) => sign * Number(BigInt(a[0]) - BigInt(b[0])))
      .map(([price, lots]) => `${price}:${lots},`).join('');
  return crc32(side(book.levels.bid, -1) + side(book.levels.ask, 1));
}

const LINES_AT_ONCE = 1000;
let lines = [];
const print = (line) => {
  lines.push(line);
  if (lines.length === LINES_AT_ONCE) {
    process.stdout.write(`${lines.join('\n')}\n`);
    lines = [];
  }
};

const clients = [];
for (const [kind, open] of Object.entries(kinds)) {
  for (const market of markets.split(',').map(Number)) {
    const client = open(market);
    const book = client.book ?? client;
    const apply = book.apply;
    book.apply = (message) => {
      apply.call(book, message);
      if (message.type === 'book.delta' || message.type === 'book.snapshot') {
        print(`at ${kind} ${market} ${book.sequence} ${checksum(book)}`);
      }
    };
    clients.push({ kind, client });
  }
}

const cutting = setInterval(() => clients[random(clients.length)].client.cut(), 50);
createInterface({ input: process.stdin }).on('line', () => {
  clearInterval(cutting);
  setTimeout(() => {
    for (const { client } of clients) client.close();
    for (const kind of Object.keys(kinds)) {
      const resumed = clients.filter((one) => one.kind === kind).reduce((sum, one) => sum + one.client.resumed, 0);
      print(`sum ${kind} ${resumed}`);
    }
    process.stdout.write(`${lines.join('\n')}\n`, () => process.exit(0));
  }, 1000);
});
