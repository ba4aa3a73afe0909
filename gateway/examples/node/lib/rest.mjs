// The venue over REST. Answers carry their HTTP status; a rejected order is an answer, not an exception.
import { sign } from './orders.mjs';

const RETRY_MS = 100;
const LOGIN_SECONDS = 3600;

// JSON has no 64-bit integers: the venue takes and gives them as text.
const toJson = (value) => JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? item.toString() : item));

export class Rest {
  #tokens = new Map();

  constructor(base) {
    this.base = base;
  }

  /** One exchange; network failures reject. */
  async call(method, path, body, token) {
    const response = await fetch(this.base + path, {
      method,
      headers: {
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      body: body && toJson(body),
    });
    const text = await response.text();
    return { status: response.status, body: text ? JSON.parse(text) : null };
  }

  /** Repeats until the venue gives a definite answer. Safe for orders: the clientOrderId makes a repeat harmless. */
  async insist(method, path, body, token) {
    for (;;) {
      try {
        const answer = await this.call(method, path, body, token);
        if (answer.status < 500 && answer.status !== 429) {
          return answer;
        }
      } catch (error) {
        if (!(error instanceof TypeError)) {
          throw error; // fetch reports a lost connection as TypeError; anything else is a mistake of ours
        }
      }
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }

  async typedData() {
    return (await this.insist('GET', '/v1/typed-data')).body;
  }

  /** A signed order, answered by the engine. */
  async placeOrder(wallet, typedData, message, clientOrderId) {
    const signature = await sign(wallet, typedData, 'Order', message);
    return this.insist('POST', '/v1/orders', { order: message, signature, clientOrderId });
  }

  /** Two or three orders under one signature, a parent first. */
  async placeList(wallet, typedData, kind, orders, clientOrderIds) {
    const signature = await sign(wallet, typedData, 'OrderList', { kind, orders });
    return this.insist('POST', '/v1/order-lists', {
      list: { kind, orders }, signature, clientOrderIds: clientOrderIds.map(String),
    });
  }

  /** The next version of an open order, newly signed. */
  async replaceOrder(wallet, typedData, orderId, message) {
    const signature = await sign(wallet, typedData, 'Order', message);
    return this.insist('PUT', `/v1/orders/${orderId}`, { order: message, signature });
  }

  /** A change inside what was signed: quantity, limitPrice, displayQuantity (1e-8), expiry. */
  amendOrder(wallet, typedData, orderId, values) {
    return this.asOwner(wallet, typedData, 'PATCH', `/v1/orders/${orderId}`, values);
  }

  /** Cancels what passes the filters; {} is everything of the account. */
  massCancel(wallet, typedData, filters) {
    return this.asOwner(wallet, typedData, 'POST', '/v1/mass-cancels', filters);
  }

  unlock(wallet, typedData, allSubaccounts = false) {
    return this.asOwner(wallet, typedData, 'POST', '/v1/unlocks', { allSubaccounts });
  }

  /** A command of the operator about a live market; the nonce is the time, which passes once. */
  async operate(admin, typedData, path, member, primaryType, values) {
    const message = { ...values, nonce: BigInt(Date.now()) };
    const signature = await sign(admin, typedData, primaryType, message);
    return this.call('POST', `/v1/admin/${path}`, { [member]: message, signature });
  }

  /** An exchange on behalf of the wallet; logs in, and again when the gateway has forgotten the token. */
  async asOwner(wallet, typedData, method, path, body) {
    for (;;) {
      let token = this.#tokens.get(wallet.address);
      if (!token) {
        token = await this.#login(wallet, typedData);
        this.#tokens.set(wallet.address, token);
      }
      const answer = await this.insist(method, path, body, token);
      if (answer.status !== 401) {
        return answer;
      }
      this.#tokens.delete(wallet.address);
    }
  }

  async #login(wallet, typedData) {
    for (;;) {
      const account = wallet.address;
      const { challenge } = (await this.insist('POST', '/v1/sessions/challenge', { account })).body;
      const expiry = BigInt(Math.floor(Date.now() / 1000) + LOGIN_SECONDS);
      const signature = await sign(wallet, typedData, 'Login', { account, challenge, expiry });
      const answer = await this.insist('POST', '/v1/sessions', { account, challenge, expiry, signature });
      if (answer.status === 201) {
        return answer.body.token;
      }
      if (answer.status !== 401) {
        throw new Error(`login refused: ${toJson(answer.body)}`);
      }
      // the gateway restarted between challenge and answer and does not know the challenge: ask for a new one
    }
  }
}
