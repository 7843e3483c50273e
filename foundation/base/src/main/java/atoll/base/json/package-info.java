/// JSON reading and writing shared by all modules.
@NullMarked
package atoll.base.json;

import org.jspecify.annotations.NullMarked;
