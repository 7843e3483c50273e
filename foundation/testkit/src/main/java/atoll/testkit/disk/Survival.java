package atoll.testkit.disk;

import atoll.base.id.Randomness;

/// Which unsynced changes a crash leaves behind.
enum Survival {
    NOTHING,
    EVERYTHING,
    /// Changes up to some point in time.
    PREFIX,
    /// Any selection, as a disk that reorders writes does.
    SELECTION;

    static Survival choose(Randomness randomness) {
        return values()[(int) randomness.nextLong(values().length)];
    }

    /// Whether each of so many changes survives.
    boolean[] of(int changes, Randomness randomness) {
        boolean[] survives = new boolean[changes];
        long prefix = this == PREFIX ? randomness.nextLong(changes + 1L) : 0;
        for (int i = 0; i < changes; i++) {
            survives[i] = switch (this) {
                case NOTHING -> false;
                case EVERYTHING -> true;
                case PREFIX -> i < prefix;
                case SELECTION -> randomness.nextLong(2) == 0;
            };
        }
        return survives;
    }
}
