/// The rules of the house about files: sizes, words, links, module lists, dependencies. [TidyTest] holds the whole
/// repository to
/// them; the lists of exceptions are in `src/test/resources/tidy` and may only shrink.
@NullMarked
package atoll.it.tidy;

import org.jspecify.annotations.NullMarked;
