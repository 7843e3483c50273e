package atoll.index;

import atoll.base.id.Randomness;

class MemoryIndexContractTest extends OrderedIndexContract {
    @Override
    protected OrderedIndex create() {
        return new MemoryIndex();
    }

    @Override
    protected OrderedIndex crash(OrderedIndex index, Randomness randomness) {
        ((MemoryIndex) index).crash(randomness);
        return index;
    }

    @Override
    protected OrderedIndex closeAndReopen(OrderedIndex index) {
        index.close();
        ((MemoryIndex) index).reopen();
        return index;
    }
}
