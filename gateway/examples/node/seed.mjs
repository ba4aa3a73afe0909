// Lists the test dollar and opens three sample markets, each signed by the venue's admin with a stock wallet library.
// Running it again changes nothing: what exists is answered 409.
import { keccak256, toBytes } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { parseFixed } from './lib/fixed-point.mjs';
import { Rest } from './lib/rest.mjs';
import { MarketState, sign } from './lib/orders.mjs';
import { loadVenue } from './lib/venue.mjs';

const ASSET_ID = 1;
const TOKEN_DECIMALS = 6;

// floor and cap in ticks, fees in dollars per lot; tick × lot × multiplier is a whole number of 1e-6 dollars (Q1)
const markets = [
  {
    marketId: 1, metricId: 'TEMP-OSLO-2026-12-31-NOON',
    observed: ['2026-12-31T12:00Z', '2026-12-31T12:00Z'],
    question: 'Air temperature in Oslo (Blindern, SN18700) at 2026-12-31 12:00 UTC in degrees Celsius, as first '
      + 'published by the Norwegian Meteorological Institute, rounded half away from zero to 0.1.',
    tickSize: '0.1', lotSize: '1', multiplier: '1', floorTicks: -400, capTicks: 400,
    takerFee: '0.004', makerFee: '0.001', auctionFee: '0.002', maxOrderLots: 1_000_000, protectionTicks: 50,
  },
  {
    marketId: 2, metricId: 'POP-WORLD-2027-01-01',
    observed: ['2027-01-01T00:00Z', '2027-01-01T00:00Z'],
    question: 'World population at 2027-01-01 00:00 UTC in millions, from the first release of the UN World Population '
      + 'Prospects that covers the date, rounded half away from zero to 0.5 million.',
    tickSize: '0.5', lotSize: '0.1', multiplier: '0.1', floorTicks: 16_000, capTicks: 17_000,
    takerFee: '0.002', makerFee: '0.0005', auctionFee: '0.001', maxOrderLots: 1_000_000, protectionTicks: 40,
  },
  {
    marketId: 3, metricId: 'CO2-MLO-2026-12-MEAN',
    observed: ['2026-12-01T00:00Z', '2027-01-01T00:00Z'],
    question: 'Monthly mean of atmospheric CO2 at Mauna Loa for December 2026 in ppm, as first published by NOAA GML, '
      + 'rounded half away from zero to 0.01.',
    tickSize: '0.01', lotSize: '1', multiplier: '10', floorTicks: 41_000, capTicks: 45_000,
    takerFee: '0.005', makerFee: '0', auctionFee: '0.002', maxOrderLots: 1_000_000, protectionTicks: 100,
  },
];

const venue = loadVenue();
const rest = new Rest(venue.http);
const admin = privateKeyToAccount(venue.adminKey());
const typedData = await rest.typedData();

// M2: trading ends before anybody can know the result; a demonstration after that date gets another month
const DAY = 86_400n;
const second = (text) => BigInt(Date.parse(text) / 1_000);
const aMonthFromNow = BigInt(Math.floor(Date.now() / 1_000)) + (30n * DAY);

function lifeOf({ observed: [start, end] }) {
  const length = second(end) - second(start);
  const begin = second(start) > aMonthFromNow ? second(start) : aMonthFromNow;
  return {
    termination: begin - 3_600n,
    observationStart: begin,
    observationEnd: begin + length,
    publicationDelay: 3_600,
    fallbackDeadline: begin + length + (60n * DAY),
    fallback: 0,
    fallbackWindow: 7_200,
    outOfRange: 0,
    settlementFeePerLot: 0n,
    oracle: venue.contracts.oracle ?? venue.contracts.exchange,
  };
}

async function command(path, member, primaryType, message) {
  const signature = await sign(admin, typedData, primaryType, message);
  const { status, body } = await rest.insist('POST', path, { [member]: message, signature });
  if (status !== 201 && status !== 409) {
    throw new Error(`${path} answered ${status}: ${JSON.stringify(body)}`);
  }
  return status === 201;
}

const listed = await command('/v1/admin/assets', 'asset', 'ListAsset', {
  assetId: ASSET_ID, tokenDecimals: TOKEN_DECIMALS, token: venue.contracts.usdc, symbol: 'USDC',
});
console.log(`asset ${ASSET_ID} USDC ${listed ? 'listed' : 'was listed'}`);

let created = 0;
for (const market of markets) {
  const isNew = await command('/v1/admin/markets', 'market', 'CreateMarket', {
    marketId: market.marketId,
    assetId: ASSET_ID,
    tickSize: parseFixed(market.tickSize),
    lotSize: parseFixed(market.lotSize),
    multiplier: parseFixed(market.multiplier),
    floorTicks: BigInt(market.floorTicks),
    capTicks: BigInt(market.capTicks),
    feeModel: 0,
    takerFeePerLot: parseFixed(market.takerFee),
    makerFeePerLot: parseFixed(market.makerFee),
    auctionFeePerLot: parseFixed(market.auctionFee),
    takerFeeRate: 0,
    makerFeeRate: 0,
    auctionFeeRate: 0,
    maxOrderLots: BigInt(market.maxOrderLots),
    protectionTicks: BigInt(market.protectionTicks),
    marginMode: 0,
    initialState: MarketState.Continuous,
    questionHash: keccak256(toBytes(market.question)),
    metricId: market.metricId,
    life: lifeOf(market),
  });
  created += isNew ? 1 : 0;
  console.log(`market ${market.marketId} ${market.metricId} ${isNew ? 'opened' : 'was open'}`);
}
console.log(created > 0 ? `opened ${created} of ${markets.length}` : `all ${markets.length} open`);
