/// The page an operator opens first: what is late and why, how much comes and goes, and whether anything is missing.
@NullMarked
package atoll.console.overview;

import org.jspecify.annotations.NullMarked;
