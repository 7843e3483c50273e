/// The composition root: command line, roles and the wiring of every component by constructor.
@NullMarked
package atoll.server;

import org.jspecify.annotations.NullMarked;
