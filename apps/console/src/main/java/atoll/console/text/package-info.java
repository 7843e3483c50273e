/// Numbers, ages and curves as people read them.
@NullMarked
package atoll.console.text;

import org.jspecify.annotations.NullMarked;
