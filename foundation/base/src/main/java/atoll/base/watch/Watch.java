package atoll.base.watch;

import atoll.base.time.Wakeup;

/// A value that may change at any time, as seen from here. What it is kept in, and how changes travel, is its source's
/// business.
///
/// [#current] never waits, and returns the same object until the value changes: a reader may compare by identity. Safe
/// for use by many threads.
public interface Watch<T> {

    T current();

    /// Signals the wakeup after each change, for as long as the source lives.
    void onChange(Wakeup wakeup);

    /// A value that never changes.
    static <T> Watch<T> of(T value) {
        return new Watch<>() {
            @Override
            public T current() {
                return value;
            }

            @Override
            public void onChange(Wakeup wakeup) {}
        };
    }
}
