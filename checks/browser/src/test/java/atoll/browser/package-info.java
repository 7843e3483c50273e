/// Tests of the console in Chromium: what only a browser can tell. It works, it moves on by itself, everyone can use
/// it.
@NullMarked
package atoll.browser;

import org.jspecify.annotations.NullMarked;
