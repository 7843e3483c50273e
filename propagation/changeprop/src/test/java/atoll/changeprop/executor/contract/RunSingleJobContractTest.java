package atoll.changeprop.executor.contract;

import atoll.changeprop.executor.RunSingleJobExecutor;
import atoll.changeprop.executor.WikiMap;
import atoll.work.Executor;

class RunSingleJobContractTest extends HttpContract {
    @Override
    Dialect dialect() {
        return new Dialect(
                Peer.answer(200, ""),
                Peer.answer(500, "out of luck"),
                Peer.answer(400, "out of luck"),
                Peer.answer(500, SHOUTED, TOLD));
    }

    @Override
    Executor executor(Parts with, String url) {
        with.wiki = new RunSingleJobExecutor(with.http, () -> WikiMap.single(url), with.lag, with.time);
        return with.executor("mediawiki");
    }
}
