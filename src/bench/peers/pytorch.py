"""The same update as a PyTorch user would write it: eager, Adam and the soft target update over lists of
tensors, the graph encoded once per world step over its pairs (index_select and index_add). It reads the
problem that learner-problem.ts writes, and answers as learner-worker.ts does.

    python3 pytorch.py PROBLEM --threads 2 --device cpu

Axes: W world steps, A agents, N = W * A samples, K entities, V nodes, P pairs, C channels, H heads, D = C/H.
"""

import argparse
import json
import math
import struct
import sys
import time
import warnings

try:
    import numpy
    import torch
    import torch.nn.functional as F
except ImportError as error:
    print(json.dumps({"missing": f"python3 has no torch ({error}): apt-get install python3-torch"}))
    sys.exit()


warnings.filterwarnings("ignore", message="scatter_reduce")  # "in beta"


def read_safetensors(path):
    """Name -> float32 tensor, and the metadata."""
    with open(path, "rb") as file:
        data = file.read()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        values = numpy.frombuffer(data[begin:end], dtype=numpy.float32).reshape(entry["shape"])
        tensors[name] = torch.from_numpy(values.copy())
    return tensors, metadata


def network(tensors, prefix, device):
    """Weights by name; kernels as torch.nn.Linear has them, [O, I]."""
    weights = {}
    for name, values in tensors.items():
        if name.startswith(prefix + "/"):
            values = values.t() if name.endswith("/kernel") else values
            weights[name[len(prefix) + 1 :]] = values.contiguous().clone().to(device)
    return weights


def pairs_of(tensors, when):
    """The present pairs of all world steps as one list: indices into [W * V], edge features."""
    mask = tensors[f"{when}/pairMask"] == 1
    steps, nodes, _ = tensors[f"{when}/nodes"].shape
    first = torch.arange(steps).unsqueeze(1) * nodes
    return {
        "senders": (tensors[f"{when}/senders"].long() + first)[mask],
        "receivers": (tensors[f"{when}/receivers"].long() + first)[mask],
        "edges": tensors[f"{when}/edges"][mask],
    }


def observation(tensors, when):
    names = ["vector", "entities", "entityMask", "nodes", "nodeMask", "pose"]
    batch = {name: tensors[f"{when}/{name}"] for name in names}
    batch.update(pairs_of(tensors, when))
    steps, nodes, _ = batch["nodes"].shape
    agents = batch["vector"].shape[0] // steps
    first = torch.arange(steps).repeat_interleave(agents) * nodes
    for name in ["region", "goalRegion"]:
        index = tensors[f"{when}/{name}"].long()
        batch[name] = index.clamp(min=0) + first
        batch[name + "Known"] = (index >= 0).float().unsqueeze(1)
    return batch


def dense(w, name, x):
    return F.linear(x, w[f"{name}/kernel"], w.get(f"{name}/bias"))


def attend(query, keys, values, mask, heads):
    """One query per sample, [N, C], over rows [N, R, C] of which some are absent, mask [N, R].

    Products and sums: a tenth faster here than batched products of so small matrices, or einsum.
    """
    n, rows, c = keys.shape
    by_head = (n, rows, heads, c // heads)
    logits = (query.unsqueeze(1) * keys).view(by_head).sum(-1) / math.sqrt(c / heads)  # [N, R, H]
    present = mask.unsqueeze(2)
    share = logits.masked_fill(present == 0, -1e9).softmax(1) * present
    return (share.unsqueeze(3) * values.view(by_head)).sum(1).view(n, c)


def encode_graph(w, at, batch, heads, rounds):
    """GATv2 with edge features and residual: nodes [W, V, F] -> [W * V, C]."""
    present = batch["nodeMask"].view(-1, 1)
    h = dense(w, f"{at}/input", batch["nodes"].flatten(0, 1)).relu() * present
    senders, receivers = batch["senders"], batch["receivers"]
    for i in range(rounds):
        name = f"{at}/round{i}"
        received = dense(w, f"{name}/receive", h).index_select(0, receivers)
        sent = dense(w, f"{name}/send", h).index_select(0, senders)  # [P, C]
        mixed = F.leaky_relu(received + sent + dense(w, f"{name}/edge", batch["edges"]), 0.2)
        score = w[f"{name}/score"].view(heads, -1)
        logits = (mixed.view(-1, heads, score.shape[1]) * score).sum(-1)  # [P, H]
        # Any number that all pairs of a receiver share may be taken off: the highest of them.
        highest = logits.detach().new_full((h.shape[0], heads), -math.inf)
        index = receivers.unsqueeze(1).expand_as(logits)
        highest = highest.scatter_reduce(0, index, logits.detach(), "amax")
        raised = (logits - highest.index_select(0, receivers)).exp()
        total = raised.new_zeros(h.shape[0], heads).index_add(0, receivers, raised)
        share = raised / total.index_select(0, receivers)
        message = share.unsqueeze(2) * sent.view(-1, heads, score.shape[1])
        gathered = torch.zeros_like(h).index_add(0, receivers, message.flatten(1))
        h = (h + gathered.relu()) * present
    return h


def encode(w, batch, heads, rounds):
    """[N, features]"""
    h = dense(w, "encoder/vector", batch["vector"]).relu()  # [N, C]
    n, c = h.shape

    at = "encoder/nearbyEntities"
    rows = dense(w, f"{at}/row", batch["entities"]).relu()  # [N, K, C]
    keys, values = dense(w, f"{at}/key", rows), dense(w, f"{at}/value", rows)
    entities = attend(dense(w, f"{at}/query", h), keys, values, batch["entityMask"], heads)

    at = "encoder/sceneGraph"
    nodes = encode_graph(w, f"{at}/gat", batch, heads, rounds)
    own = nodes.index_select(0, batch["region"]) * batch["regionKnown"]
    goal = nodes.index_select(0, batch["goalRegion"]) * batch["goalRegionKnown"]
    steps, v = batch["nodeMask"].shape

    def placed(projection, pose):
        """A node's embedding, shared in its world, plus its pose relative to the agent: [N, V, C]."""
        by_agent = (batch["pose"] @ w[f"{at}/{pose}"]).view(steps, n // steps, v, c)
        return (by_agent + dense(w, f"{at}/{projection}", nodes).view(steps, 1, v, c)).view(n, v, c)

    mask = batch["nodeMask"].repeat_interleave(n // steps, 0)
    query = dense(w, f"{at}/query", torch.cat([h, own, goal], 1))
    places = attend(query, placed("key", "keyPose"), placed("value", "valuePose"), mask, heads)
    return torch.cat([batch["vector"], h, entities, places, own, goal], 1)


def act(w, features):
    h = dense(w, "head/1", dense(w, "head/0", features).relu()).relu()
    u = dense(w, "action", h)
    reach = (u.square().sum(1, keepdim=True) + 1e-6).sqrt()
    return u * (reach.tanh() / reach), reach


def q_value(w, features, action):
    h = torch.cat([features, action], 1)
    for name in ["head/0", "head/1"]:
        norm = (w[f"{name}/norm/gain"], w[f"{name}/norm/shift"])
        h = F.layer_norm(dense(w, name, h), norm[0].shape, norm[0], norm[1]).relu()
    return dense(w, "value", h).squeeze(1)


class Learner:
    def __init__(self, tensors, metadata, device):
        number = {name: float(value) for name, value in metadata.items()}
        self.size = (int(number["heads"]), int(number["graphRounds"]))
        self.tau, self.penalty = number["tau"], number["reachPenalty"]
        self.actor, self.critic = (network(tensors, name, device) for name in ["actor", "critic"])
        self.target_actor, self.target_critic = (
            network(tensors, name, device) for name in ["actor", "critic"]
        )
        for values in [*self.actor.values(), *self.critic.values()]:
            values.requires_grad_()
        adam = {"foreach": True}
        self.actor_adam = torch.optim.Adam(self.actor.values(), number["actorRate"], **adam)
        self.critic_adam = torch.optim.Adam(self.critic.values(), number["criticRate"], **adam)
        self.device = device
        self.host = {name: tensors[name] for name in ["actions", "returns", "discounts", "valid"]}
        self.host.update({when: observation(tensors, when) for when in ["now", "next"]})

    def batch(self):
        """On the CPU the arrays serve as they are; a GPU gets them anew in each update."""

        def move(value):
            if isinstance(value, dict):
                return {name: move(inner) for name, inner in value.items()}
            return value.to(self.device, non_blocking=True)

        return move(self.host)

    def update(self):
        batch = self.batch()
        share = batch["valid"] / batch["valid"].sum().clamp(min=1)
        with torch.no_grad():
            features = encode(self.target_actor, batch["next"], *self.size)
            next_action, _ = act(self.target_actor, features)
            features = encode(self.target_critic, batch["next"], *self.size)
            next_value = q_value(self.target_critic, features, next_action)
            y = batch["returns"] + batch["discounts"] * next_value

        # The critic's encoding of s serves both losses.
        features = encode(self.critic, batch["now"], *self.size)
        value = q_value(self.critic, features, batch["actions"])
        critic_loss = ((value - y).square() * share).sum()
        self.critic_adam.zero_grad(set_to_none=True)
        critic_loss.backward()

        action, reach = act(self.actor, encode(self.actor, batch["now"], *self.size))
        chosen = q_value(self.critic, features.detach(), action)
        excess = (reach.squeeze(1) - 2).relu().square()
        actor_loss = -(chosen * share).sum() + self.penalty * (excess * share).sum()
        parameters = list(self.actor.values())
        for values, gradient in zip(parameters, torch.autograd.grad(actor_loss, parameters)):
            values.grad = gradient

        self.actor_adam.step()
        self.critic_adam.step()
        with torch.no_grad():
            for target, online in [
                (self.target_actor, self.actor),
                (self.target_critic, self.critic),
            ]:
                torch._foreach_mul_(list(target.values()), 1 - self.tau)
                torch._foreach_add_(list(target.values()), list(online.values()), alpha=self.tau)
        return critic_loss.detach(), actor_loss.detach(), (value.detach() * share).sum()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("problem")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    if given.device == "cuda" and not torch.cuda.is_available():
        print(json.dumps({"missing": "torch sees no GPU"}))
        return
    learner = Learner(*read_safetensors(given.problem), given.device)
    name = torch.cuda.get_device_name() if given.device == "cuda" else f"{given.threads} thread{'s' if given.threads > 1 else ''}"
    print(json.dumps({"ready": {"note": f"PyTorch {torch.__version__}, {name}"}}), flush=True)
    for line in sys.stdin:
        updates = json.loads(line)["updates"]
        start = time.perf_counter()
        for _ in range(updates):
            losses = learner.update()
        # .item() waits for a GPU.
        critic, actor, q = (loss.item() for loss in losses)
        milliseconds = (time.perf_counter() - start) * 1000
        answer = {"milliseconds": milliseconds, "losses": {"critic": critic, "actor": actor, "q": q}}
        print(json.dumps(answer), flush=True)


main()
