/// Tests of what a node is put together from.
@NullMarked
package atoll.server.node;

import org.jspecify.annotations.NullMarked;
