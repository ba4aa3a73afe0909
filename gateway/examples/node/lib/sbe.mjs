// A codec made from the SBE schema file alone: what a stranger with the XML and a parser would write.
import { readFileSync } from 'node:fs';
import { XMLParser } from 'fast-xml-parser';

const SCHEMA = new URL('../../../DexExtra.Protocol/schema/order-entry.xml', import.meta.url);
const REPEATED = ['type', 'enum', 'validValue', 'message', 'field', 'group', 'composite'];
const SOFH_BYTES = 6;
const HEADER_BYTES = 8;
const SBE_LITTLE_ENDIAN = 0xeb50;
const GROUP_HEADER_BYTES = 4;
const MAX_FRAME_BYTES = 1024;

const numbers = {
  uint8: { bytes: 1, read: (b, o) => b.readUInt8(o), write: (b, v, o) => b.writeUInt8(Number(v), o) },
  uint16: { bytes: 2, read: (b, o) => b.readUInt16LE(o), write: (b, v, o) => b.writeUInt16LE(Number(v), o) },
  uint32: { bytes: 4, read: (b, o) => b.readUInt32LE(o), write: (b, v, o) => b.writeUInt32LE(Number(v), o) },
  uint64: { bytes: 8, read: (b, o) => b.readBigUInt64LE(o), write: (b, v, o) => b.writeBigUInt64LE(BigInt(v), o) },
  int64: { bytes: 8, read: (b, o) => b.readBigInt64LE(o), write: (b, v, o) => b.writeBigInt64LE(BigInt(v), o) },
};

const decimals = {
  Decimal128: BigInt.asIntN,
  Int128: BigInt.asIntN,
  UDecimal128: BigInt.asUintN,
};

function decimalCodec(wrap) {
  return {
    read: (b, o) => wrap(128, b.readBigUInt64LE(o) | (b.readBigUInt64LE(o + 8) << 64n)),
    write: (b, v, o) => {
      const bits = BigInt.asUintN(128, BigInt(v));
      b.writeBigUInt64LE(bits & 0xffffffffffffffffn, o);
      b.writeBigUInt64LE(bits >> 64n, o + 8);
    },
  };
}

function bytesCodec(length) {
  return {
    read: (b, o) => `0x${b.subarray(o, o + length).toString('hex')}`,
    write: (b, v, o) => Buffer.from(v.replace(/^0x/, ''), 'hex').copy(b, o, 0, length),
  };
}

function textCodec(length) {
  return {
    read: (b, o) => b.toString('ascii', o, o + length).replace(/\0+$/, ''),
    write: (b, v, o) => b.write(v, o, length, 'ascii'),
  };
}

function enumCodec(base, values) {
  const names = new Map(values.map((value) => [Number(value['#text']), value.name]));
  const codes = new Map(values.map((value) => [value.name, Number(value['#text'])]));
  return {
    read: (b, o) => names.get(base.read(b, o)) ?? null,
    write: (b, v, o) => base.write(b, codes.get(v) ?? v, o),
  };
}

function loadMessages() {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    removeNSPrefix: true,
    isArray: (name, _path, _leaf, isAttribute) => !isAttribute && REPEATED.includes(name),
  });
  const schema = parser.parse(readFileSync(SCHEMA, 'utf8')).messageSchema;
  const codecs = new Map();
  for (const type of schema.types.type) {
    const length = Number(type.length ?? 1);
    codecs.set(type.name, type.primitiveType === 'char' ? textCodec(length)
      : length > 1 ? bytesCodec(length)
      : numbers[type.primitiveType]);
  }
  for (const composite of schema.types.composite.filter((item) => decimals[item.name])) {
    codecs.set(composite.name, decimalCodec(decimals[composite.name]));
  }
  for (const item of schema.types.enum) {
    codecs.set(item.name, enumCodec(codecs.get(item.encodingType), item.validValue));
  }
  const block = (item) => ({
    name: item.name,
    id: Number(item.id),
    blockLength: Number(item.blockLength),
    fields: item.field.map((field) => ({
      name: field.name, offset: Number(field.offset), codec: codecs.get(field.type),
    })),
  });
  const messages = schema.message.map((message) => ({ ...block(message), groups: (message.group ?? []).map(block) }));
  return { schemaId: Number(schema.id), version: Number(schema.version), messages };
}

const { schemaId, version, messages } = loadMessages();
const byName = new Map(messages.map((message) => [message.name, message]));
const byId = new Map(messages.map((message) => [message.id, message]));

function write(frame, fields, values, start) {
  for (const field of fields) {
    if (values[field.name] !== undefined) {
      field.codec.write(frame, values[field.name], start + field.offset);
    }
  }
}

/**
 * One whole frame. Fields that are not given stay zero, which the schema reads as absent. A repeating group is an array
 * under its name.
 */
export function encode(name, values) {
  const message = byName.get(name);
  const groups = message.groups.map((group) => ({ ...group, entries: values[group.name] ?? [] }));
  const body = SOFH_BYTES + HEADER_BYTES;
  const groupBytes = groups.map(({ blockLength, entries }) => GROUP_HEADER_BYTES + blockLength * entries.length);
  const frame = Buffer.alloc(groupBytes.reduce((sum, bytes) => sum + bytes, body + message.blockLength));
  frame.writeUInt32BE(frame.length, 0);
  frame.writeUInt16BE(SBE_LITTLE_ENDIAN, 4);
  frame.writeUInt16LE(message.blockLength, 6);
  frame.writeUInt16LE(message.id, 8);
  frame.writeUInt16LE(schemaId, 10);
  frame.writeUInt16LE(version, 12);
  write(frame, message.fields, values, body);
  let start = body + message.blockLength;
  for (const { blockLength, fields, entries } of groups) {
    frame.writeUInt16LE(blockLength, start);
    frame.writeUInt16LE(entries.length, start + 2);
    start += GROUP_HEADER_BYTES;
    for (const entry of entries) {
      write(frame, fields, entry, start);
      start += blockLength;
    }
  }
  return frame;
}

function decode(frame) {
  const message = byId.get(frame.readUInt16LE(8));
  const body = SOFH_BYTES + HEADER_BYTES;
  return message && {
    template: message.name,
    ...Object.fromEntries(message.fields.map((field) => [field.name, field.codec.read(frame, body + field.offset)])),
  };
}

/** Cuts a byte stream into messages; throws when it is not the venue's framing. */
export class FrameReader {
  #rest = Buffer.alloc(0);

  *push(chunk) {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    while (this.#rest.length >= SOFH_BYTES) {
      const length = this.#rest.readUInt32BE(0);
      if (this.#rest.readUInt16BE(4) !== SBE_LITTLE_ENDIAN || length > MAX_FRAME_BYTES) {
        throw new Error('not a frame of the order entry protocol');
      }
      if (this.#rest.length < length) {
        return;
      }
      const frame = this.#rest.subarray(0, length);
      this.#rest = this.#rest.subarray(length);
      const message = decode(frame);
      if (message) {
        yield message;
      }
    }
  }
}
