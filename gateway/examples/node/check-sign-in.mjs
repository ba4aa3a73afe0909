// node check-sign-in.mjs URL CHAIN_ID DOMAIN: Sign-In with Ethereum with viem alone. The text is built by viem from the
// parts of the challenge, signed by a fresh wallet, and the token is used. Prints what the venue says of the account.
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { createSiweMessage, parseSiweMessage } from 'viem/siwe';

const [url, chainId, domain] = process.argv.slice(2);
const wallet = privateKeyToAccount(generatePrivateKey());

async function post(path, body, token) {
  const response = await fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

function expect(what, answer, status) {
  if (answer.status !== status) {
    throw new Error(`${what}: ${answer.status} ${JSON.stringify(answer.body)}`);
  }
  return answer.body;
}

const challenge = expect('challenge', await post('/v1/auth/challenge', { account: wallet.address }), 200);
const message = createSiweMessage({
  address: wallet.address,
  chainId: Number(chainId),
  domain,
  nonce: challenge.nonce,
  uri: challenge.uri,
  version: '1',
  statement: challenge.statement,
  issuedAt: new Date(challenge.issuedAt),
  expirationTime: new Date(challenge.expirationTime),
  requestId: 'check-1',
  resources: [`https://${domain}/terms`],
});
const served = parseSiweMessage(challenge.message);
if (served.address !== wallet.address || served.nonce !== challenge.nonce || served.domain !== domain) {
  throw new Error(`viem reads the served text as ${JSON.stringify(served, (_, item) => String(item))}`);
}

const signature = await wallet.signMessage({ message });
const signedIn = expect('sign-in', await post('/v1/auth/sign-in', { message, signature }), 201);
const read = await fetch(`${url}/v1/account`, { headers: { authorization: `Bearer ${signedIn.accessToken}` } });
const account = expect('account', { status: read.status, body: await read.json() }, 200);
const next = expect('refresh', await post('/v1/auth/refresh', { refreshToken: signedIn.refreshToken }), 200);
expect('sign-out', await post('/v1/auth/sign-out', {}, next.accessToken), 200);
expect('refresh after sign-out', await post('/v1/auth/refresh', { refreshToken: next.refreshToken }), 401);

// what a wallet signs about its keys has texts in it; that the account is unknown is asked after who signed
const typedData = await (await fetch(`${url}/v1/typed-data`)).json();
const command = {
  account: wallet.address, scopes: 3, expiresAt: BigInt(Math.floor(Date.now() / 1000) + 600),
  addresses: '203.0.113.7, 2001:db8::/32', label: 'reports \u00fc', nonce: BigInt(Date.now()),
};
const grant = await wallet.signTypedData({ ...typedData, primaryType: 'ApiKeyGrant', message: command });
const sent = { ...command, expiresAt: String(command.expiresAt), nonce: String(command.nonce) };
const refused = expect(
  'key of an unknown account', await post('/v1/api-keys', { command: sent, signature: grant }), 422);
if (refused.code !== 'UNKNOWN_ACCOUNT') {
  throw new Error(`key: ${JSON.stringify(refused)}`);
}

console.log(`signed in as ${account.account}`);
if (account.account !== wallet.address.toLowerCase()) {
  process.exit(1);
}
