/// The commands that look at rule files without a running server: `atoll rules check` and `atoll rules try`.
@NullMarked
package atoll.server.rules;

import org.jspecify.annotations.NullMarked;
