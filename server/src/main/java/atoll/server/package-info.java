/// The composition root: reads the configuration, builds every part by constructor, starts and stops them in order.
@NullMarked
package atoll.server;

import org.jspecify.annotations.NullMarked;
