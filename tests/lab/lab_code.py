# SPDX-License-Identifier: MIT
"""The lab report's own functions (exercise 4), word for word where they can run today.

Run as: lab_code.py publish|subscribe PORT KEY_FILE TOPIC [MESSAGE...]
publish sends each MESSAGE; subscribe prints what it decrypts (False where the tag is wrong) and
"subscribed" once it is. The lab used HBMQTT; here Debian's paho carries the bytes.
"""
import sys

import paho.mqtt.client as mqtt

try:
    from Cryptodome.Cipher import AES  # the name that Debian gives PyCryptodome
except ImportError:
    from Crypto.Cipher import AES

key = open(sys.argv[3], "rb").read()


def encrypt(msg):
    cipher = AES.new(key, AES.MODE_EAX)
    nonce = cipher.nonce
    ciphertext, tag = cipher.encrypt_and_digest(msg.encode('ascii'))
    return nonce, ciphertext, tag


def decrypt(nonce, ciphertext, tag):
    cipher = AES.new(key, AES.MODE_EAX, nonce=nonce)
    plaintext = cipher.decrypt(ciphertext)
    try:
        cipher.verify(tag)
        return plaintext.decode('ascii')
    except:
        return False


def on_message(client, userdata, message):
    cipherObject = message.payload.decode()  # received message in string
    cipherObject = eval(cipherObject)  # Convert back to dictionary
    print(decrypt(cipherObject['nonce'], cipherObject['ciphertext'], cipherObject['tag']), flush=True)


def publish(client, topic, messages):
    client.loop_start()
    for message in messages:
        nonce, ciphertext, tag = encrypt(message)
        data = {'nonce': nonce, 'ciphertext': ciphertext, 'tag': tag}
        client.publish(topic, str(data), qos=1).wait_for_publish()
    client.disconnect()
    client.loop_stop()


def subscribe(client, topic):
    client.on_message = on_message
    client.on_subscribe = lambda *_: print("subscribed", flush=True)
    client.subscribe(topic, qos=1)
    client.loop_forever()


def main():
    client = mqtt.Client()
    client.connect("127.0.0.1", int(sys.argv[2]))
    if sys.argv[1] == "publish":
        publish(client, sys.argv[4], sys.argv[5:])
    else:
        subscribe(client, sys.argv[4])


if __name__ == "__main__":
    main()
