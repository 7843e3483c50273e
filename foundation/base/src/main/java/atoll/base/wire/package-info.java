/// Binary encoding of records on disk: fixed and variable-length numbers, strings, byte arrays.
@NullMarked
package atoll.base.wire;

import org.jspecify.annotations.NullMarked;
