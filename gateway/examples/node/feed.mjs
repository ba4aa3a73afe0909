// node feed.mjs URL MARKET [SUBACCOUNT KEY]: prints the book's best prices as they change over Socket.IO and, with a
// key, the account's own stream after a login signed by viem. Stock socket.io-client and viem only.
import { io } from 'socket.io-client';
import { privateKeyToAccount } from 'viem/accounts';

const [url, market, subaccount, key] = process.argv.slice(2);

async function login() {
  const account = privateKeyToAccount(key);
  const post = async (path, body) =>
    (await fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })).json();
  const typedData = await (await fetch(`${url}/v1/typed-data`)).json();
  const { challenge } = await post('/v1/sessions/challenge', { account: account.address });
  const expiry = BigInt(Math.floor(Date.now() / 1000) + 3600);
  const signature = await account.signTypedData({
    domain: { ...typedData.domain, chainId: BigInt(typedData.domain.chainId) },
    types: { Login: typedData.types.Login },
    primaryType: 'Login',
    message: { account: account.address, challenge, expiry },
  });
  return (await post('/v1/sessions', {
    account: account.address, challenge, expiry: expiry.toString(), signature,
  })).token;
}

const token = key && (await login());
const socket = io(url, { auth: token ? { token } : {} });
let lastNumber;

socket.on('connect', async () => {
  const book = await socket.emitWithAck('subscribe', { channel: 'l1', marketId: Number(market), conflationMs: 100 });
  console.log(JSON.stringify(book));
  if (token) {
    const request = { channel: 'user', subaccount: Number(subaccount) };
    if (lastNumber) request.resume = lastNumber;
    console.log(JSON.stringify(await socket.emitWithAck('subscribe', request)));
  }
});
socket.on('connect_error', (error) => console.error(`cannot connect: ${error.message}`));
socket.on('feed', (message) => console.log(JSON.stringify(message)));
socket.on('user', (message) => {
  lastNumber = message.seqNo ?? message.accountSequence ?? lastNumber;
  console.log(JSON.stringify(message));
});
