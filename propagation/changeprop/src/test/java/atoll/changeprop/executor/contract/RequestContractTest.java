package atoll.changeprop.executor.contract;

import atoll.work.Executor;

class RequestContractTest extends HttpContract {
    @Override
    Dialect dialect() {
        return new Dialect(
                Peer.answer(204, ""),
                Peer.answer(502, "out of luck"),
                Peer.answer(404, "out of luck"),
                Peer.answer(500, SHOUTED, TOLD));
    }

    @Override
    Executor executor(Parts with, String url) {
        return with.executor("{method: post, uri: '" + url + "/run', body: '{{globals.message}}'}");
    }
}
