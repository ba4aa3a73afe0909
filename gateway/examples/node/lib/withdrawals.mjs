// A withdrawal: the owner's signature is the authority, the nonce, one of his orders', makes a repeat harmless.
import { expectEqual } from './expect.mjs';
import { sign } from './orders.mjs';

export async function requestWithdrawal(rest, typedData, wallet, command) {
  const signature = await sign(wallet, typedData, 'RequestWithdrawal', command);
  const answer = await rest.insist('POST', '/v1/withdrawals', { command, signature });
  const { status, body } = answer;
  expectEqual('the request', status === 200 || body.code === 'ALREADY_APPLIED' ? 'taken' : body.code, 'taken');
  return answer;
}
