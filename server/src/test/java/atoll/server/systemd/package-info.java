/// Tests of what systemd is told, over real sockets.
@NullMarked
package atoll.server.systemd;

import org.jspecify.annotations.NullMarked;
