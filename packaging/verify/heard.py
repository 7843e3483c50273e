"""What systemd would hear: binds the Unix datagram socket argv[1] and appends every message to the file argv[2]."""
import socket
import sys

heard = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
heard.bind(sys.argv[1])
with open(sys.argv[2], "ab", buffering=0) as out:
    while True:
        out.write(heard.recv(4096))
