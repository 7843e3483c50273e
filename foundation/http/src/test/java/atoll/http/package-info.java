/// Tests of the HTTP server, most of them through real sockets.
@NullMarked
package atoll.http;

import org.jspecify.annotations.NullMarked;
