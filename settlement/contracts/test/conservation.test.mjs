// Random seeded trades: the contract agrees with a plain model, and tokens held = balances + pools + fees at each step
// (rules F8, K5; row CHN-09). Set SEED to repeat a run.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { UNIT, Venue, wallets } from './support.mjs';

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000_007);
const steps = Number(process.env.STEPS ?? 120);
const traders = wallets.slice(2, 6);
const markets = [{ id: 1, floor: 0n, cap: 100n }, { id: 2, floor: -40n, cap: 60n }];
let state = BigInt(seed) + 1n;
const random = (limit) => {
  state = (state * 6364136223846793005n + 1442695040888963407n) % 2n ** 64n;
  return Number((state >> 33n) % BigInt(limit));
};
const pick = (list) => list[random(list.length)];

let venue;
before(async () => {
  venue = await Venue.start();
  for (const { id, floor, cap } of markets) await venue.registerMarket(id, floor * UNIT, cap * UNIT);
  for (const trader of traders) await venue.fund(trader, 0, 400 + random(400));
});
after(() => venue.stop());

/** What the trade must do to balances, written as the rule is told: close first, then open. */
function apply(model, { market, buyer, seller, price, quantity, buyFee, sellFee }) {
  const key = (trader) => `${market.id}/${trader.address}`;
  const next = new Map(model.balances);
  const positions = new Map(model.positions);
  const pay = (trader, amount) => next.set(trader.address, next.get(trader.address) - amount);
  let pool = model.pools.get(market.id) ?? 0n;
  for (const [trader, sign, fee] of [[buyer, 1n, buyFee], [seller, -1n, sellFee]]) {
    const opening = sign > 0n ? price - market.floor : market.cap - price;
    for (let lot = 0n; lot < quantity; lot++) {
      const held = positions.get(key(trader)) ?? 0n;
      const cost = held * sign < 0n ? -(market.cap - market.floor - opening) : opening;
      pay(trader, cost * UNIT);
      pool += cost * UNIT;
      positions.set(key(trader), held + sign);
    }
    pay(trader, fee);
  }
  const short = [[buyer, 'BUY'], [seller, 'SELL']].find(([trader]) => next.get(trader.address) < 0n);
  if (short) return `BALANCE_INSUFFICIENT ${buyer === seller ? 'SELL' : short[1]}`;
  Object.assign(model, { balances: next, positions, fees: model.fees + buyFee + sellFee });
  model.pools.set(market.id, pool);
  return 'SETTLED';
}

test(`money is conserved over ${steps} random trades (seed ${seed})`, async () => {
  const model = { balances: new Map(), positions: new Map(), pools: new Map(), fees: 0n };
  for (const trader of traders) model.balances.set(trader.address, await venue.balance(trader));
  let settled = 0;
  for (let matchId = 1; matchId <= steps; matchId++) {
    const market = pick(markets);
    const trade = {
      market, buyer: pick(traders), seller: pick(traders), quantity: BigInt(1 + random(9)),
      price: market.floor + BigInt(random(101)), buyFee: BigInt(random(1000)), sellFee: BigInt(random(1000)),
    };
    const expected = apply(model, trade);
    if (expected === 'SETTLED') settled++;
    const terms = { marketId: market.id, limitPrice: trade.price * UNIT };
    const match = await venue.match(matchId, {
      buyer: trade.buyer, seller: trade.seller, buy: terms, sell: terms, price: trade.price * UNIT,
      quantity: trade.quantity * UNIT, buyFee: trade.buyFee, sellFee: trade.sellFee,
    });
    assert.deepEqual(await venue.settle(match), [`${matchId} ${expected}`]);
    await agrees(model);
  }
  assert.ok(settled > steps / 4, `only ${settled} trades settled: the generator is blind`);
});

async function agrees(model) {
  const held = await venue.read(venue.usdc, 'balanceOf', [venue.vault.address]);
  const fees = await venue.read(venue.vault, 'feeBalance', [venue.usdc.address]);
  let sum = fees;
  assert.equal(fees, model.fees);
  for (const trader of traders) {
    const balance = await venue.balance(trader);
    assert.equal(balance, model.balances.get(trader.address));
    sum += balance;
  }
  for (const { id, floor, cap } of markets) {
    const pool = await venue.read(venue.vault, 'poolOf', [id, venue.usdc.address]);
    const positions = await Promise.all(traders.map((trader) => venue.position(trader, id)));
    const openInterest = positions.filter((quantity) => quantity > 0n).reduce((total, one) => total + one, 0n);
    assert.equal(positions.reduce((total, one) => total + one, 0n), 0n);
    assert.equal(pool, openInterest * (cap - floor));
    sum += pool;
  }
  assert.equal(sum, held * 100n);
  assert.equal(sum, await venue.read(venue.vault, 'totalLedger', [venue.usdc.address]));
}
