/// Load on plain sockets: own HTTP/1.1 framing that costs as little as possible, so that the server is what is
/// measured.
@NullMarked
package atoll.bench.wire;

import org.jspecify.annotations.NullMarked;
