// A binary order entry session that outlives its connections: it reconnects, resumes the account's numbered flow where
// it was cut, and sends unanswered requests again, which the clientOrderId makes harmless.
import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { connect } from 'node:net';
import { encode, FrameReader } from './sbe.mjs';
import { flat, sign } from './orders.mjs';

const KEEP_ALIVE_MS = 2000;
const RECONNECT_MS = 100;
const RESEND_MS = 3000;
const LOGIN_SECONDS = 3600;
const nowNs = () => BigInt(Date.now()) * 1_000_000n;

/** Emits 'report' for each message of the numbered flow, in order and once, and 'reject' for a BusinessReject. */
export class OrderEntry extends EventEmitter {
  #socket = null;
  #sessionId = `0x${randomBytes(16).toString('hex')}`; // kept over reconnects: the engine keeps it with each order
  #timers = [];
  #pending = new Map();
  #replaced = new Map(); // order → request: a repeated replacement is answered with how the order stands
  #retransmitting = false;
  #maxRetransmit = 0;
  #closed = false;
  nextSeqNo = 1n;

  constructor(address, wallet, typedData, subaccount = 0) {
    super();
    this.address = address;
    this.wallet = wallet;
    this.typedData = typedData;
    this.subaccount = subaccount;
  }

  open() {
    this.#connect();
    return new Promise((resolve) => this.once('established', resolve));
  }

  close() {
    this.#closed = true;
    this.#stopTimers();
    this.#send('Terminate', { sessionId: this.#sessionId, reason: 'Finished' });
    this.#socket?.end();
  }

  /** Sends a signed order; resolves with its first report, or with the BusinessReject that refused it. */
  async placeOrder(message, clientOrderId) {
    const signature = await sign(this.wallet, this.typedData, 'Order', message);
    return this.placeSigned(message, signature, clientOrderId, this.typedData.domain.chainId);
  }

  placeSigned(message, signature, clientOrderId, chainId) {
    return this.#request(
      `order ${clientOrderId}`, 'NewOrderSingle', { ...flat(message), signature, clientOrderId, chainId });
  }

  /** Two or three orders under one signature, a parent first; resolves with the first answer to each leg. */
  async placeList(kind, orders, clientOrderIds) {
    const signature = await sign(this.wallet, this.typedData, 'OrderList', { kind, orders });
    const { chainId } = this.typedData.domain;
    const legs = orders.map((order, index) => ({ ...flat(order), clientOrderId: clientOrderIds[index] }));
    return this.#requestAll(
      clientOrderIds.map((id) => `order ${id}`), 'NewOrderListRequest', { kind, chainId, signature, legs });
  }

  /** A change inside what was signed; resolves with the OrderAmendedReport, or with what refused it. */
  amend(clientOrderId, origClientOrderId, values) {
    return this.#request(
      `amend ${clientOrderId}`, 'OrderAmendRequest', { clientOrderId, origClientOrderId, ...values });
  }

  /** The next version of an open order, newly signed; answered like an amendment. */
  async replace(clientOrderId, origClientOrderId, message) {
    const signature = await sign(this.wallet, this.typedData, 'Order', message);
    const { chainId } = this.typedData.domain;
    const key = `amend ${clientOrderId}`;
    this.#replaced.set(BigInt(origClientOrderId), key);
    return this.#request(key, 'OrderReplaceRequest', {
      ...flat(message), clientOrderId, origClientOrderId, chainId, signature,
    });
  }

  /** Cancels what passes the filters; resolves with the MassCancelReport, or with what refused it. */
  massCancel(clientOrderId, filters, values = {}) {
    return this.#request(`mass ${clientOrderId}`, 'MassCancelRequest', { clientOrderId, filters, ...values });
  }

  /** Ends a lock that a mass cancel set; resolves with the AccountLockReport, or with what refused it. */
  unlock(clientOrderId, allSubaccounts = false) {
    return this.#request(`unlock ${clientOrderId}`, 'UnlockRequest', {
      clientOrderId, allSubaccounts: allSubaccounts ? 1 : 0,
    });
  }

  /** Resolves with the ExecutionReport of the cancel, or with the OrderCancelReject. */
  cancel(clientOrderId, origClientOrderId) {
    return this.#request(`cancel ${clientOrderId}`, 'OrderCancelRequest', { clientOrderId, origClientOrderId });
  }

  async #request(key, template, values) {
    return (await this.#requestAll([key], template, values))[0];
  }

  /** One frame with several answers. Whatever is unanswered sends all of it again, which is harmless. */
  #requestAll(keys, template, values) {
    const frame = encode(template, values);
    const answers = keys.map((key) => new Promise((resolve) => {
      this.#pending.set(key, { frame, resolve, sentAt: Date.now(), refusedBy: keys[0] });
    }));
    this.#socket?.write(frame);
    return Promise.all(answers);
  }

  #connect() {
    if (this.#closed) {
      return;
    }
    const reader = new FrameReader();
    const socket = connect(this.address);
    socket.setNoDelay(true);
    socket.on('connect', () => socket.write(encode('Negotiate', {
      sessionId: this.#sessionId, timestampNs: nowNs(), account: this.wallet.address, subaccount: this.subaccount,
    })));
    socket.on('data', (chunk) => {
      for (const message of reader.push(chunk)) {
        this.#onMessage(socket, message);
      }
    });
    socket.on('error', () => {}); // always followed by close
    socket.on('close', () => {
      this.#socket = null;
      this.#stopTimers();
      setTimeout(() => this.#connect(), RECONNECT_MS);
    });
  }

  #onMessage(socket, message) {
    switch (message.template) {
      case 'NegotiationResponse':
        this.#login(socket, message);
        break;
      case 'EstablishmentAck':
        this.#onEstablished(socket, message);
        break;
      case 'NegotiationReject':
      case 'EstablishmentReject':
      case 'Terminate':
        socket.destroy(); // the venue is starting or stopping: the close handler tries again
        break;
      case 'Sequence':
        this.#noticeGap(message.nextSeqNo);
        break;
      case 'Retransmission':
      case 'RetransmitReject':
        this.#retransmitting = false;
        break;
      case 'BusinessReject':
        this.#refuse(message);
        this.emit('reject', message);
        break;
      default:
        this.#onReport(message);
    }
  }

  async #login(socket, { challenge }) {
    const expiry = BigInt(Math.floor(Date.now() / 1000) + LOGIN_SECONDS);
    const account = this.wallet.address;
    const signature = await sign(this.wallet, this.typedData, 'Login', { account, challenge, expiry });
    socket.write(encode('Establish', {
      sessionId: this.#sessionId, timestampNs: nowNs(), expirySeconds: expiry, nextSeqNo: this.nextSeqNo,
      keepAliveMs: KEEP_ALIVE_MS, signature,
    }));
  }

  #onEstablished(socket, { nextSeqNo, maxRetransmitCount }) {
    this.#socket = socket;
    this.#maxRetransmit = maxRetransmitCount;
    this.#retransmitting = false;
    this.#noticeGap(nextSeqNo);
    for (const frame of new Set([...this.#pending.values()].map((request) => request.frame))) {
      socket.write(frame);
    }
    this.#timers = [
      setInterval(() => this.#send('Sequence', { nextSeqNo: this.nextSeqNo }), KEEP_ALIVE_MS / 2),
      setInterval(() => this.#resend(), RESEND_MS),
    ];
    this.emit('established');
  }

  #onReport(message) {
    const { seqNo } = message;
    if (seqNo === 0n) {
      this.#answer(message); // outside the flow: the venue knows no such account
    } else if (seqNo === this.nextSeqNo) {
      this.nextSeqNo++;
      this.#answer(message);
      this.emit('report', message);
    } else if (seqNo > this.nextSeqNo) {
      this.#noticeGap(seqNo + 1n);
    }
  }

  #answer(message) {
    switch (message.template) {
      case 'OrderCancelReject':
        ['cancel', 'mass', 'unlock'].forEach((kind) => this.#settle(`${kind} ${message.clientOrderId}`, message));
        break;
      case 'ExecutionReport':
        this.#settle(`order ${message.clientOrderId}`, message);
        ['cancel', 'amend'].forEach((kind) => this.#settle(`${kind} ${message.requestClientOrderId}`, message));
        if (message.execType === 'OrderStatus') {
          this.#settle(this.#replaced.get(message.clientOrderId), message);
        }
        break;
      case 'OrderAmendedReport':
        this.#settle(`amend ${message.requestClientOrderId}`, message);
        break;
      case 'OrderAmendReject':
        this.#settle(`amend ${message.clientOrderId}`, message);
        break;
      case 'MassCancelReport':
        this.#settle(`mass ${message.clientOrderId}`, message);
        break;
      case 'AccountLockReport':
        this.#settle(`unlock ${message.clientOrderId}`, message);
        break;
      default:
        break;
    }
  }

  /** A refusal names the request, or the first leg of a list, and means all of it. */
  #refuse(message) {
    const refused = ['order', 'cancel', 'amend', 'mass', 'unlock'].map((kind) => `${kind} ${message.refClientOrderId}`);
    for (const [key, request] of [...this.#pending]) {
      if (refused.includes(request.refusedBy)) {
        this.#settle(key, message);
      }
    }
  }

  #settle(key, message) {
    this.#pending.get(key)?.resolve(message);
    this.#pending.delete(key);
  }

  #noticeGap(venueNextSeqNo) {
    if (this.nextSeqNo < venueNextSeqNo && !this.#retransmitting) {
      const missing = Number(venueNextSeqNo - this.nextSeqNo);
      this.#retransmitting = true;
      this.#send('RetransmitRequest', {
        sessionId: this.#sessionId, timestampNs: nowNs(), fromSeqNo: this.nextSeqNo,
        count: Math.min(missing, this.#maxRetransmit),
      });
    }
  }

  #resend() {
    for (const request of this.#pending.values()) {
      if (Date.now() - request.sentAt >= RESEND_MS) {
        request.sentAt = Date.now();
        this.#socket?.write(request.frame);
      }
    }
  }

  #send(template, values) {
    this.#socket?.write(encode(template, values));
  }

  #stopTimers() {
    this.#timers.forEach(clearInterval);
    this.#timers = [];
  }
}
