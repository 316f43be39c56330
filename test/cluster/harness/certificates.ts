// Certificates for servers and users on loopback: X.509 v3 as RFC 5280 wants it, elliptic keys, nothing to install.
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

/** A key and what vouches for it, both as PEM. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

/** Who a certificate is for. `organizations` are the user's groups to Kubernetes. */
export interface CertificateSubject {
  readonly commonName: string;
  readonly organizations?: readonly string[];
}

/** An authority that signs certificates for 127.0.0.1 and for users. They are good from a day ago for ten days. */
export interface CertificateAuthority {
  /** PEM, for those who check. */
  readonly certificate: string;
  /** A certificate that servers on 127.0.0.1 and localhost show. */
  server(subject: CertificateSubject): Certificate;
  /** A certificate that a user shows. */
  user(subject: CertificateSubject): Certificate;
}

/** Makes a new authority. */
export function createAuthority(commonName: string): CertificateAuthority {
  const { publicKey, privateKey } = newKeys();
  const subject = nameOf({ commonName });
  const own = signed({ subject, issuer: subject, publicKey, signer: privateKey, extensions: authorityExtensions });
  const issue = (who: CertificateSubject, extensions: readonly Buffer[]): Certificate => {
    const keys = newKeys();
    const parts = { subject: nameOf(who), issuer: subject, publicKey: keys.publicKey, signer: privateKey, extensions };
    return { certificate: signed(parts), key: pemOf(keys.privateKey) };
  };
  return {
    certificate: own,
    server: (who) => issue(who, serverExtensions),
    user: (who) => issue(who, userExtensions),
  };
}

/** A new elliptic key as PEM, and its public half: what service account tokens are signed with. */
export function signingKeys(): { readonly publicKey: string; readonly privateKey: string } {
  const { publicKey, privateKey } = newKeys();
  return { publicKey: publicKey.export({ type: "spki", format: "pem" }).toString(), privateKey: pemOf(privateKey) };
}

function newKeys(): { readonly publicKey: KeyObject; readonly privateKey: KeyObject } {
  return generateKeyPairSync("ec", { namedCurve: "prime256v1" });
}

function pemOf(key: KeyObject): string {
  return key.export({ type: "sec1", format: "pem" }).toString();
}

const day = 24 * 3600 * 1000;

interface CertificateParts {
  readonly subject: Buffer;
  readonly issuer: Buffer;
  readonly publicKey: KeyObject;
  readonly signer: KeyObject;
  readonly extensions: readonly Buffer[];
}

/** Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signatureValue } (RFC 5280, 4.1). */
function signed({ subject, issuer, publicKey, signer, extensions }: CertificateParts): string {
  const algorithm = sequence(objectId(1, 2, 840, 10045, 4, 3, 2));
  const body = sequence(
    tagged(0xa0, integer(Buffer.of(2))),
    integer(Buffer.concat([Buffer.of(1), randomBytes(8)])),
    algorithm,
    issuer,
    sequence(time(Date.now() - day), time(Date.now() + 10 * day)),
    subject,
    publicKey.export({ type: "spki", format: "der" }),
    tagged(0xa3, sequence(...extensions)),
  );
  const certificate = sequence(body, algorithm, bits(sign("sha256", body, signer)));
  const lines = certificate.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}

function nameOf({ commonName, organizations = [] }: CertificateSubject): Buffer {
  const part = (attribute: number, text: string): Buffer =>
    tagged(0x31, sequence(objectId(2, 5, 4, attribute), tagged(0x0c, Buffer.from(text, "utf8"))));
  return sequence(...organizations.map((name) => part(10, name)), part(3, commonName));
}

/** TLV in DER: lengths below 128 take one byte, longer ones say how many bytes they take. */
function tagged(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  if (content.length < 128) return Buffer.concat([Buffer.of(tag, content.length), content]);
  const digits = Buffer.from(content.length.toString(16).padStart(content.length > 0xff ? 4 : 2, "0"), "hex");
  return Buffer.concat([Buffer.of(tag, 0x80 | digits.length), digits, content]);
}

function sequence(...contents: readonly Buffer[]): Buffer {
  return tagged(0x30, ...contents);
}

function integer(bytes: Buffer): Buffer {
  return tagged(0x02, bytes);
}

function bits(bytes: Buffer, unused = 0): Buffer {
  return tagged(0x03, Buffer.of(unused), bytes);
}

function objectId(first: number, second: number, ...rest: readonly number[]): Buffer {
  const digits = (value: number): readonly number[] =>
    value < 0x80 ? [value] : [...digits(Math.floor(value / 0x80)).map((digit) => digit | 0x80), value & 0x7f];
  return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(digits)]));
}

/** GeneralizedTime would be right from 2050 on; until then RFC 5280 wants UTCTime: YYMMDDhhmmssZ. */
function time(milliseconds: number): Buffer {
  const text = `${new Date(milliseconds).toISOString().slice(2, 19).replace(/[-:T]/g, "")}Z`;
  return tagged(0x17, Buffer.from(text));
}

function extension(identifier: Buffer, value: Buffer, critical = false): Buffer {
  return sequence(identifier, ...(critical ? [tagged(0x01, Buffer.of(0xff))] : []), tagged(0x04, value));
}

/** Bits of keyUsage, of which only the first byte is used. */
function keyUsage(byte: number, unused: number): Buffer {
  return extension(objectId(2, 5, 29, 15), bits(Buffer.of(byte), unused), true);
}

/** basicConstraints with cA; keyUsage keyCertSign and cRLSign. */
const authorityExtensions = [
  extension(objectId(2, 5, 29, 19), sequence(tagged(0x01, Buffer.of(0xff))), true),
  keyUsage(0b0000_0110, 1),
];

/** keyUsage digitalSignature, the extended usage, and for servers the names they are reached by. */
const serverExtensions = [
  keyUsage(0b1000_0000, 7),
  extension(objectId(2, 5, 29, 37), sequence(objectId(1, 3, 6, 1, 5, 5, 7, 3, 1))),
  extension(
    objectId(2, 5, 29, 17),
    sequence(tagged(0x82, Buffer.from("localhost")), tagged(0x87, Buffer.of(127, 0, 0, 1))),
  ),
];

const userExtensions = [
  keyUsage(0b1000_0000, 7),
  extension(objectId(2, 5, 29, 37), sequence(objectId(1, 3, 6, 1, 5, 5, 7, 3, 2))),
];
