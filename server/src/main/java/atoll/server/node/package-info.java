/// One running Atoll, the composition root: builds every part from the configuration by constructor, starts and stops
/// them in order.
@NullMarked
package atoll.server.node;

import org.jspecify.annotations.NullMarked;
