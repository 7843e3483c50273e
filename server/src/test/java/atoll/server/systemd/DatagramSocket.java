package atoll.server.systemd;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.lang.invoke.MethodHandleProxies.asInterfaceInstance;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// systemd's end of the socket: a Unix datagram socket with a name.
final class DatagramSocket implements AutoCloseable {
    private static final int AF_UNIX = 1;
    private static final int DATAGRAM = 2;
    private static final int DO_NOT_WAIT = 0x40;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment buffer = arena.allocate(4096);
    private final Receive receive;
    private final Close close;
    private final int socket;

    public interface Open {
        int call(int family, int type, int protocol);
    }

    public interface Bind {
        int call(int socket, MemorySegment address, int length);
    }

    public interface Receive {
        long call(int socket, MemorySegment into, long length, int flags);
    }

    public interface Close {
        int call(int socket);
    }

    /// @param name as in `NOTIFY_SOCKET`
    @SuppressWarnings("restricted") // the JDK has no class for these sockets
    DatagramSocket(String name) {
        Linker linker = Linker.nativeLinker();
        SymbolLookup library = linker.defaultLookup();
        Open open = asInterfaceInstance(
                Open.class,
                linker.downcallHandle(
                        library.findOrThrow("socket"), FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT)));
        Bind bind = asInterfaceInstance(
                Bind.class,
                linker.downcallHandle(
                        library.findOrThrow("bind"), FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT)));
        receive = asInterfaceInstance(
                Receive.class,
                linker.downcallHandle(
                        library.findOrThrow("recv"),
                        FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT)));
        close = asInterfaceInstance(
                Close.class,
                linker.downcallHandle(library.findOrThrow("close"), FunctionDescriptor.of(JAVA_INT, JAVA_INT)));
        socket = open.call(AF_UNIX, DATAGRAM, 0);
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        MemorySegment address = arena.allocate(2 + bytes.length, 2);
        address.set(JAVA_SHORT, 0, (short) AF_UNIX);
        MemorySegment.copy(bytes, 0, address, JAVA_BYTE, 2, bytes.length);
        if (name.startsWith("@")) {
            address.set(JAVA_BYTE, 2, (byte) 0);
        }
        assertThat(bind.call(socket, address, (int) address.byteSize()))
                .as("bound to %s", name)
                .isZero();
    }

    /// The next message, if one has come.
    Optional<String> receive() {
        long length = receive.call(socket, buffer, buffer.byteSize(), DO_NOT_WAIT);
        return length < 0
                ? Optional.empty()
                : Optional.of(new String(buffer.asSlice(0, length).toArray(JAVA_BYTE), StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        assertThat(close.call(socket)).isZero();
        arena.close();
    }
}
