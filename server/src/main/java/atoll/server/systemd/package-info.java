/// Talking to systemd, which started the process: that it is ready, stops, and is alive. Without `NOTIFY_SOCKET` in the
/// environment nothing here does anything.
@NullMarked
package atoll.server.systemd;

import org.jspecify.annotations.NullMarked;
