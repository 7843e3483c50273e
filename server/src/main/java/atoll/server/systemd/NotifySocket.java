package atoll.server.systemd;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.lang.invoke.MethodHandleProxies.asInterfaceInstance;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;

/// Sends datagrams to a Unix socket, which the JDK has no class for: three calls of the C library.
///
/// ```
/// sockaddr_un: family u16 (AF_UNIX = 1) | path (108 bytes); an abstract name begins with NUL and ends with the length
/// ```
///
/// Linux only, as systemd is. Stateless; a socket is opened for each message, which are few.
final class NotifySocket {
    private static final int AF_UNIX = 1;
    private static final int DATAGRAM_CLOSE_ON_EXEC = 2 | 0x80000;
    private static final int NO_SIGNAL = 0x4000;
    private static final int DO_NOT_WAIT = 0x40;
    private static final int FAMILY_BYTES = 2;
    private static final int LONGEST_PATH = 107;

    private final byte[] name;
    private final Calls calls = Calls.link();

    /// @param name a path, or `@` and an abstract name
    NotifySocket(String name) throws IOException {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        boolean isAbstract = name.startsWith("@");
        if (!isAbstract && !name.startsWith("/") || bytes.length < 2 || bytes.length > LONGEST_PATH) {
            throw new IOException("NOTIFY_SOCKET is '" + name
                    + "': must be an absolute path or '@' and a name, of at most " + LONGEST_PATH + " bytes");
        }
        if (isAbstract) {
            bytes[0] = 0;
        }
        this.name = bytes;
    }

    void send(String message) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = address(arena);
            MemorySegment bytes = arena.allocateFrom(JAVA_BYTE, message.getBytes(StandardCharsets.UTF_8));
            MemorySegment errno = arena.allocate(Calls.ERRNO);
            int socket = calls.socket.call(errno, AF_UNIX, DATAGRAM_CLOSE_ON_EXEC, 0);
            if (socket < 0) {
                throw Calls.failed("socket", errno);
            }
            try {
                long sent = calls.sendTo.call(
                        errno, socket, bytes, bytes.byteSize(), NO_SIGNAL | DO_NOT_WAIT, address, (int)
                                address.byteSize());
                if (sent != bytes.byteSize()) {
                    throw Calls.failed("sendto", errno);
                }
            } finally {
                int _ = calls.close.call(socket);
            }
        }
    }

    private MemorySegment address(Arena arena) {
        boolean isAbstract = name[0] == 0;
        MemorySegment address = arena.allocate(FAMILY_BYTES + name.length + (isAbstract ? 0 : 1), 2);
        address.set(JAVA_SHORT, 0, (short) AF_UNIX);
        MemorySegment.copy(name, 0, address, JAVA_BYTE, FAMILY_BYTES, name.length);
        return address;
    }

    /// The functions of the C library.
    private record Calls(Socket socket, SendTo sendTo, Close close) {
        static final StructLayout ERRNO = Linker.Option.captureStateLayout();
        private static final VarHandle ERRNO_VALUE = ERRNO.varHandle(MemoryLayout.PathElement.groupElement("errno"));

        // Native access is granted to the program by its launcher; there is no Unix datagram socket without it.
        @SuppressWarnings("restricted")
        static Calls link() {
            Linker linker = Linker.nativeLinker();
            Linker.Option errno = Linker.Option.captureCallState("errno");
            FunctionDescriptor socket = FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
            FunctionDescriptor sendTo =
                    FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
            FunctionDescriptor close = FunctionDescriptor.of(JAVA_INT, JAVA_INT);
            SymbolLookup library = linker.defaultLookup();
            return new Calls(
                    asInterfaceInstance(
                            Socket.class, linker.downcallHandle(library.findOrThrow("socket"), socket, errno)),
                    asInterfaceInstance(
                            SendTo.class, linker.downcallHandle(library.findOrThrow("sendto"), sendTo, errno)),
                    asInterfaceInstance(Close.class, linker.downcallHandle(library.findOrThrow("close"), close)));
        }

        static IOException failed(String call, MemorySegment errno) {
            return new IOException(call + " failed with errno " + (int) ERRNO_VALUE.get(errno, 0L));
        }
    }

    // Public, because only such interfaces can stand for a method handle.

    /// `socket(2)`.
    public interface Socket {
        int call(MemorySegment errno, int family, int type, int protocol);
    }

    /// `sendto(2)`.
    public interface SendTo {
        long call(
                MemorySegment errno,
                int socket,
                MemorySegment bytes,
                long length,
                int flags,
                MemorySegment address,
                int addressLength);
    }

    /// `close(2)`.
    public interface Close {
        int call(int socket);
    }
}
