/// `atoll serve` and `atoll config`: the configuration from file and flags, and the process that runs with it.
@NullMarked
package atoll.server.serve;

import org.jspecify.annotations.NullMarked;
