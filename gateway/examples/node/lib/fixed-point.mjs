// Decimal text to and from 1e-8 integers, exactly or not at all.
const SCALE = 8;

export function parseFixed(text) {
  const match = /^(-?)(\d+)(?:\.(\d{1,8}))?$/.exec(text);
  if (!match) {
    throw new Error(`'${text}' is not a decimal with at most ${SCALE} places`);
  }
  const magnitude = BigInt(match[2] + (match[3] ?? '').padEnd(SCALE, '0'));
  return match[1] ? -magnitude : magnitude;
}

export function formatFixed(value) {
  const digits = (value < 0n ? -value : value).toString().padStart(SCALE + 1, '0');
  const fraction = digits.slice(-SCALE).replace(/0+$/, '');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -SCALE)}${fraction && `.${fraction}`}`;
}
