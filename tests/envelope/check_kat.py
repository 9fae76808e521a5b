#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks tests/golden/envelope_kat.txt by another implementation.

Written from docs/envelope.md alone. Every record: HKDF, header, nonce, associated data, lengths. AES-128
in EAX, GCM, CCM and ChaCha20-Poly1305: every byte, by PyCryptodome. SPECK-64/128 and SPECK-128/128
in EAX: every byte, by the plain Python below. The rest is counted and named. Format lab is what
Python itself prints and reads back; format cose is put together by the plain CBOR below.
"""
import ast
import hashlib
import hmac
import struct
import sys

try:
    from Cryptodome.Cipher import AES, ChaCha20_Poly1305  # the name that Debian gives it
except ImportError:
    print("PyCryptodome is not installed (Debian: python3-pycryptodome)")
    sys.exit(77)

POLICY = {"counter": 0, "random": 1, "fixed": 2}
# Random nonce, padded counter nonce, key length.
LENGTHS = {
    "aes-128-eax": (16, 12, 16), "speck-64-128-eax": (16, 12, 16),
    "speck-128-128-eax": (16, 12, 16), "simon-64-128-eax": (16, 12, 16),
    "simon-128-128-eax": (16, 12, 16), "present-80-eax": (16, 12, 10),
    "present-128-eax": (16, 12, 16), "ascon-aead128": (16, 16, 16),
    "aes-128-gcm": (12, 12, 16), "aes-128-ccm": (12, 12, 16), "chacha20-poly1305": (12, 12, 32),
}


def speck(word_bits, key):
    """SPECK with two words a block and 128-bit keys, bytes as NSA's guide; its encryption."""
    size = word_bits // 8
    alpha, beta, rounds, mask = 8, 3, 27 if word_bits == 32 else 32, (1 << word_bits) - 1

    def ror(x, n):
        return (x >> n | x << (word_bits - n)) & mask

    def step(x, y, k):
        x = ((ror(x, alpha) + y) & mask) ^ k
        return x, ror(y, word_bits - beta) ^ x

    words = [int.from_bytes(key[i:i + size], "little") for i in range(0, len(key), size)]
    k, l = words[0], words[1:]
    schedule = []
    for i in range(rounds):
        schedule.append(k)
        new, k = step(l[i], k, i)
        l.append(new)

    def encrypt(block):
        y, x = (int.from_bytes(block[i:i + size], "little") for i in (0, size))
        for k in schedule:
            x, y = step(x, y, k)
        return y.to_bytes(size, "little") + x.to_bytes(size, "little")
    return encrypt, 2 * size


def xor(a, b):
    return bytes(x ^ y for x, y in zip(a, b))


def eax(encrypt, size, nonce, ad, plaintext, tag_bytes):
    """EAX (Bellare, Rogaway, Wagner 2004) over any block cipher; OMAC1 as in SP 800-38B."""
    def double(block):
        value = int.from_bytes(block, "big") << 1
        if value >> (8 * size):
            value = (value & ((1 << 8 * size) - 1)) ^ (0x1B if size == 8 else 0x87)
        return value.to_bytes(size, "big")

    single = double(encrypt(bytes(size)))

    def omac(tweak, message):
        message = bytes(size - 1) + bytes([tweak]) + message
        whole = len(message) % size == 0
        if not whole:
            message += b"\x80" + bytes(-(len(message) + 1) % size)
        last = xor(message[-size:], single if whole else double(single))
        state = bytes(size)
        for i in range(0, len(message) - size, size):
            state = encrypt(xor(state, message[i:i + size]))
        return encrypt(xor(state, last))

    n, h = omac(0, nonce), omac(1, ad)
    stream, counter = b"", int.from_bytes(n, "big")
    while len(stream) < len(plaintext):
        stream += encrypt((counter % (1 << 8 * size)).to_bytes(size, "big"))
        counter += 1
    ciphertext = xor(plaintext, stream)
    tag = xor(xor(n, h), omac(2, ciphertext))
    return ciphertext + tag[:tag_bytes]


def aes(mode, **extra):
    def seal(key, nonce, ad, plaintext, tag_bytes):
        cipher = AES.new(key, mode, nonce=nonce, mac_len=tag_bytes, **extra)
        cipher.update(ad)
        return b"".join(cipher.encrypt_and_digest(plaintext))
    return seal


def chacha20(key, nonce, ad, plaintext, _tag_bytes):
    cipher = ChaCha20_Poly1305.new(key=key, nonce=nonce)
    cipher.update(ad)
    return b"".join(cipher.encrypt_and_digest(plaintext))


def speck_eax(word_bits):
    return lambda key, *rest: eax(*speck(word_bits, key), *rest)


AEADS = {
    "aes-128-eax": aes(AES.MODE_EAX), "aes-128-gcm": aes(AES.MODE_GCM),
    "aes-128-ccm": aes(AES.MODE_CCM), "chacha20-poly1305": chacha20,
    "speck-64-128-eax": speck_eax(32), "speck-128-128-eax": speck_eax(64),
}


def hkdf(master, info, size):
    """RFC 5869 with SHA-256."""
    pseudo_random_key = hmac.new(b"mqseal/envelope/1", master, hashlib.sha256).digest()
    out, block = b"", b""
    while len(out) < size:
        block = hmac.new(pseudo_random_key, block + info + bytes([len(out) // 32 + 1]),
                         hashlib.sha256).digest()
        out += block
    return out[:size]


def cbor_head(major, argument):
    """RFC 8949, 3: shortest form."""
    for info, size in ((24, 1), (25, 2), (26, 4)):
        if argument < 24:
            return bytes([major << 5 | argument])
        if argument < 1 << 8 * size:
            return bytes([major << 5 | info]) + argument.to_bytes(size, "big")
    raise ValueError("longer than any message here")


def cbor(item):
    """RFC 8949: ints, bytes, str, lists and dicts."""
    if isinstance(item, int):
        return cbor_head(0, item) if item >= 0 else cbor_head(1, -1 - item)
    if isinstance(item, (bytes, str)):
        data = item.encode() if isinstance(item, str) else item
        return cbor_head(3 if isinstance(item, str) else 2, len(data)) + data
    if isinstance(item, list):
        return cbor_head(4, len(item)) + b"".join(map(cbor, item))
    return cbor_head(5, len(item)) + b"".join(cbor(k) + cbor(v) for k, v in item.items())


# RFC 9053, 4: A128GCM, AES-CCM-16-128-128, ChaCha20/Poly1305; the rest are mqseal's private numbers.
COSE = {
    "aes-128-gcm": 1, "aes-128-ccm": 30, "chacha20-poly1305": 24, "aes-128-eax": -65537,
    "speck-64-128-eax": -65538, "speck-128-128-eax": -65539, "simon-64-128-eax": -65540,
    "simon-128-128-eax": -65541, "present-80-eax": -65542, "present-128-eax": -65543,
    "ascon-aead128": -65544,
}


def frame(record, header, topic, nonce, body):
    """Associated data and envelope around a body (ciphertext, then tag) of each format."""
    tag_bytes = int(record["TAG_BYTES"])
    if record["FORMAT"] == "lab":
        split = len(body) - tag_bytes
        text = str({"nonce": nonce, "ciphertext": body[:split], "tag": body[split:]})
        return b"", text.encode()
    if record["FORMAT"] == "cose":
        protected = cbor({1: COSE[record["ALG"]], 4: header, 5: nonce})
        return (cbor(["Encrypt0", protected, header + topic]),
                cbor_head(6, 16) + cbor([protected, {}, body]))
    sent = nonce if record["POLICY"] == "random" else b""
    return header + topic, header + sent + body


def body_of(record):
    """What stands for ciphertext and tag, taken out by another parser than mqseal's."""
    envelope, tag_bytes = bytes.fromhex(record["ENVELOPE"]), int(record["TAG_BYTES"])
    size = len(bytes.fromhex(record["PT"])) + tag_bytes
    if record["FORMAT"] == "lab":
        parts = ast.literal_eval(envelope.decode("ascii"))
        return parts["ciphertext"] + parts["tag"]
    return envelope[len(envelope) - size:]


def records(path):
    current = {}
    with open(path, encoding="utf-8") as file:
        for line in list(file) + ["\n"]:
            line = line.strip()
            if line and not line.startswith("#"):
                field, _, value = line.partition("=")
                current[field.strip()] = value.strip()
            elif not line and current:
                yield current
                current = {}


def check(record):
    """True where every byte was computed; raises AssertionError on a difference."""
    alg, policy = record["ALG"], POLICY[record["POLICY"]]
    sender, epoch, counter, retained, tag_bytes = (
        int(record[field]) for field in ("SENDER", "EPOCH", "COUNTER", "RETAINED", "TAG_BYTES"))
    topic, plaintext, envelope, nonce = (
        bytes.fromhex(record[field]) for field in ("TOPIC", "PT", "ENVELOPE", "NONCE"))
    header = struct.pack(">BIII", 0x10 | retained << 2 | policy, sender, epoch, counter)
    if record["FORMAT"] == "raw":
        assert envelope == plaintext, "raw is the payload alone"
        return True
    if alg == "none":
        assert envelope == header + plaintext, "none is H, then the payload"
        return True
    random_bytes, counter_bytes, key_bytes = LENGTHS[alg]
    if record["FORMAT"] == "cose" and alg == "aes-128-ccm":
        random_bytes = counter_bytes = 13
    label = b"shared" if record["KEYS"] == "shared" else b"device"
    info = label + b"\0" + alg.encode() + b"\0" + bytes([policy, tag_bytes])
    if label == b"device":
        info += struct.pack(">II", sender, epoch)
    assert info.hex() == record["INFO"], "info"
    key = hkdf(bytes.fromhex(record["MASTER"]), info, key_bytes)
    assert key.hex() == record["KEY"], "key"
    if record["POLICY"] == "counter":
        assert nonce == header[1:].ljust(counter_bytes, b"\0"), "nonce"
    elif record["POLICY"] == "fixed":
        assert nonce == bytes(random_bytes), "nonce"
    assert len(nonce) == (counter_bytes if record["POLICY"] == "counter" else random_bytes)
    computed = alg in AEADS
    associated, _ = frame(record, header, topic, nonce, b"")
    assert associated.hex() == record["AD"], "associated data"
    body = (AEADS[alg](key, nonce, associated, plaintext, tag_bytes) if computed
            else body_of(record))
    assert len(body) == len(plaintext) + tag_bytes, "length"
    assert envelope == frame(record, header, topic, nonce, body)[1], "envelope"
    return computed


def main():
    # SPECK by its designers' published vectors (ePrint 2013/404, appendix C), so that the code above is tested too.
    encrypt, _ = speck(32, bytes.fromhex("0001020308090a0b1011121318191a1b"))
    assert encrypt(bytes.fromhex("2d4375747465723b")).hex() == "8b024e4548a56f8c"
    encrypt, _ = speck(64, bytes(range(16)))
    assert encrypt(b" made it equival").hex() == "180d575cdffe60786532787951985da6"
    whole, partly, bad = 0, {}, 0
    for record in records(sys.argv[1]):
        try:
            if check(record):
                whole += 1
            else:
                partly[record["ALG"]] = partly.get(record["ALG"], 0) + 1
        except (AssertionError, ValueError) as error:
            print(f"{record['ID']}: {error}")
            bad += 1
    print(f"{whole} records: every byte; all but the AEAD itself: {partly}; {bad} wrong")
    return 1 if bad or whole < 80 else 0


if __name__ == "__main__":
    sys.exit(main())
