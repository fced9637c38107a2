"""Train the model: `python -m training.train --data DIR --out DIR`. Stop it at will; the same command goes on.

One linear-decay schedule over all epochs. A checkpoint is written after each epoch with everything the next one
needs (weights, their average, optimiser, random states), so a stopped run that goes on gives the same result as one
that was not. What is shipped is the average of the weights over the last steps, which reads a little better than the
last step.
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import json
import platform
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import torch

from training.augment import closer_names, more_titles, swapped
from training.batches import LONGEST, Encoded, Noise, collate, encode, plan
from training.data import Annotated, label_sets, read_conllu
from training.encoder import Dimensions, load_start_weights, weights_folder
from training.evaluate import factuality_scores, name_scores, sense_scores, treebank_scores
from training.factuality import read_judgements, with_factuality
from training.labels import LabelSets
from training.names import read_gold, read_gum_entities, read_silver
from training.network import LOSS_WEIGHTS, Network
from training.selftraining import self_labelled
from training.senses import HELD_OUT, read_senses
from watchfloor.parsing.pieces import Pieces


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides the result, apart from the data."""

    epochs: int = 5
    budget: int = 1000  # padded pieces a batch
    rate_encoder: float = 2e-4
    rate_heads: float = 1.5e-3
    warm_up: int = 300  # steps
    decay: float = 0.01
    clip: float = 2.0
    silver: int = 2500  # sentences of the silver names an epoch
    swapped: int = 2000  # sentences an epoch with gold names, some replaced by others
    augmented_from: int = 1  # epoch, counted from 1, from which augmented sentences are added
    self_trained_from: int = 3  # epoch from which the silver sentences carry trees the network is sure of
    lower: float = 0.08  # share of the sentences written without capitals
    upper: float = 0.05  # share written in capitals only
    average: float = 0.999  # share of the old average kept at each step
    seed: int = 1
    layers: str = ""  # of the run it began with, those kept, such as "0 2 3 5"; empty: all six
    taught: float = 0.0  # weight of the loss against the answers of the run it began with
    started_from: str = ""  # SHA-256 of the checkpoint whose weights the run began with; empty: MiniLM's


@dataclass(frozen=True, slots=True)
class Corpus:
    """Sentences that train, and those that watch. The silver names are sampled anew each epoch.

    `titled` and `closer` are the augmented counterparts: more titles beside `always`, news names instead of `silver`.
    """

    labels: LabelSets
    always: list[Encoded]
    silver: list[Encoded]
    titled: list[Encoded]
    closer: list[Encoded]
    swapped: list[Encoded]
    senses: list[Encoded]
    held_out: list[Encoded]
    dev: dict[str, tuple[list[Annotated], list[Encoded]]]
    gum_names: tuple[list[Annotated], list[Encoded]]


def load_corpus(data: Path, seed: int) -> Corpus:
    """Read the training data under `data` (the folders `train/ud` and `train/ner`)."""
    ud, ner = data / "train" / "ud", data / "train" / "ner"
    vocabulary = (weights_folder() / "vocab.txt").read_text(encoding="utf-8").splitlines()
    pieces = Pieces({piece: i for i, piece in enumerate(vocabulary)})
    ewt, gum = read_conllu(ud / "ewt-train.conllu"), read_conllu(ud / "gum-free-train.conllu")
    ewt = with_factuality(ewt, read_judgements(data / "train" / "factuality" / "uds-ih2-train.jsonl"))
    labels = label_sets(ewt + gum)
    gum = with_names(gum, read_gum_entities(ner / "gum-entities-train.jsonl"))
    senses = read_senses(Path(__file__).parent / "senses")
    gold_names = read_gold(ner / "uner-ewt-dev.iob2", 1, 2) + read_gold(ner / "wikigold.conll", 0, 1)
    always = ewt + gum + gold_names

    def numbers(sentences: list[Annotated]) -> list[Encoded]:
        return [encode(s, pieces, labels) for s in sentences]

    dev = {name: read_conllu(ud / f"{name}-dev.conllu") for name in ("ewt", "gum-free")}
    dev["ewt"] = with_factuality(dev["ewt"], read_judgements(data / "train" / "factuality" / "uds-ih2-dev.jsonl"))
    gum_names = read_gum_entities(ner / "gum-entities-dev.jsonl")
    silver = read_silver(ner / "gmb-silver-train.conll")
    short = {name: [s for s in numbers(sentences) if len(s.pieces) <= LONGEST] for name, sentences in (
        ("always", always), ("silver", silver),
        ("titled", more_titles(ewt + gum, seed)), ("closer", closer_names(silver, seed)),
        ("senses", [s for s, part in senses if part != HELD_OUT]),
        ("held", [s for s, part in senses if part == HELD_OUT]),
        ("swapped", [s for copy_ in range(3) for s in swapped(gold_names, seed + copy_)]),
    )}  # fmt: skip
    return Corpus(
        labels,
        short["always"],
        short["silver"],
        short["titled"],
        short["closer"],
        short["swapped"],
        short["senses"],
        short["held"],
        {name: (gold, numbers(gold)) for name, gold in dev.items()},
        (gum_names, numbers(gum_names)),
    )


def with_names(treebank: list[Annotated], named: list[Annotated]) -> list[Annotated]:
    """Join the names of the same sentences to a treebank; fails loudly when the two files are not aligned."""
    joined = []
    for tree, names in zip(treebank, named, strict=True):
        if tree.words != names.words:
            raise ValueError(f"treebank and names differ at: {' '.join(tree.words[:8])}")
        joined.append(replace(tree, names=names.names))
    return joined


def epoch_batches(
    corpus: Corpus, recipe: Recipe, epoch: int, teacher: Network | None = None, device: str = "cpu"
) -> list[list[Encoded]]:
    """Choose and group the sentences of one epoch; the same for the same recipe, epoch and teacher.

    A teacher gives the silver sentences the trees it is sure of.
    """
    rng = random.Random(f"{recipe.seed} silver {epoch}")  # noqa: S311 (repeatable, no secret)
    augmented = epoch + 1 >= recipe.augmented_from
    silver = corpus.closer if augmented else corpus.silver
    sampled = rng.sample(silver, min(recipe.silver, len(silver)))
    sampled += corpus.senses
    chosen = corpus.always + (self_labelled(teacher, sampled, device) if teacher else sampled)
    if augmented:
        chosen += corpus.titled + rng.sample(corpus.swapped, min(recipe.swapped, len(corpus.swapped)))
    groups = plan([len(s.pieces) for s in chosen], recipe.budget, f"{recipe.seed} epoch {epoch}")
    return [[chosen[i] for i in group] for group in groups]


def rate_at(step: int, total: int, warm_up: int) -> float:
    """Give the share of the full learning rate: up over the warm-up, then straight down to zero."""
    return min((step + 1) / warm_up, max(0.0, (total - step) / (total - warm_up)))


def optimiser_for(network: Network, recipe: Recipe) -> torch.optim.AdamW:
    groups = []
    for part, rate in (("encoder", recipe.rate_encoder), ("heads", recipe.rate_heads)):
        for decays in (True, False):
            chosen = [
                p
                for name, p in network.named_parameters()
                if p.requires_grad and name.startswith("encoder.") == (part == "encoder") and (p.dim() > 1) == decays
            ]
            groups.append({"params": chosen, "lr": rate, "full": rate, "weight_decay": recipe.decay if decays else 0.0})
    return torch.optim.AdamW(groups, betas=(0.9, 0.98), fused=True)


def trained_state(network: Network) -> dict[str, torch.Tensor]:
    """Give all weights but the frozen word embeddings, which come with the start weights."""
    return {name: value for name, value in network.state_dict().items() if name != "encoder.words.weight"}


def save_whole(path: Path, state: dict[str, object]) -> None:
    part = path.with_suffix(".part")
    torch.save(state, part)
    part.replace(path)


def started(network: Network, begin: Path | None, layers: Sequence[int] = ()) -> None:
    """Fill a new network with MiniLM's weights, then with those of an earlier run where one is given, or with the
    given `layers` of it."""
    load_start_weights(network.encoder)
    if begin is not None:
        weights = torch.load(begin, map_location="cpu", weights_only=False)["network"]
        if layers:
            weights = thinned(weights, layers)
        missing, unexpected = network.load_state_dict(weights, strict=False)
        if unexpected or any(not name.startswith(("encoder.words", "factuality", "senses")) for name in missing):
            raise SystemExit(f"{begin} does not fit: missing {missing}, unexpected {unexpected}")


def thinned(weights: Mapping[str, torch.Tensor], layers: Sequence[int]) -> dict[str, torch.Tensor]:
    """Keep some layers of a network's weights, in order: the start of a smaller student. Its senses are learnt anew,
    because their head reads every layer."""
    kept = {}
    for name, value in weights.items():
        if name == "mix":
            kept[name] = value[[0, *(layer + 1 for layer in layers)]]
        elif name.startswith("encoder.layers."):
            _, _, number, rest = name.split(".", 3)
            if int(number) in layers:
                kept[f"encoder.layers.{layers.index(int(number))}.{rest}"] = value
        elif not name.startswith("senses."):
            kept[name] = value
    return kept


@torch.no_grad()
def follow(average: Network, network: Network, kept: float) -> None:
    """Move the average of the weights one step towards the network."""
    for mean, now in zip(average.parameters(), network.parameters(), strict=True):
        if now.requires_grad:
            mean.lerp_(now, 1.0 - kept)


def train(
    data: Path, out: Path, recipe: Recipe, device: str, bfloat16: bool, probe: int = 0, begin: Path | None = None
) -> None:
    """Run the schedule, or the rest of it; `probe` stops after so many steps and prints the speed."""
    torch.manual_seed(recipe.seed)
    corpus = load_corpus(data, recipe.seed)
    layers = tuple(int(number) for number in recipe.layers.split())
    network = Network(corpus.labels, layers=len(layers) or Dimensions().layers)
    started(network, begin, layers)
    master = None
    if recipe.taught:
        master = Network(corpus.labels).eval().requires_grad_(False)
        started(master, begin)
        master.to(device)
    network.to(device)
    average = copy.deepcopy(network)
    optimiser = optimiser_for(network, recipe)
    lengths = [len(epoch_batches(corpus, recipe, epoch)) for epoch in range(recipe.epochs)]
    total, start, seconds, history = sum(lengths), 0, 0.0, []
    out.mkdir(parents=True, exist_ok=True)
    checkpoint = out / "checkpoint.pt"
    if checkpoint.exists() and not probe:
        saved = torch.load(checkpoint, map_location=device, weights_only=False)
        if asdict(Recipe()) | saved["recipe"] != asdict(recipe):  # a checkpoint may be older than a part of the recipe
            raise SystemExit(f"{checkpoint} was made with another recipe: {saved['recipe']}. Use another --out.")
        network.load_state_dict(saved["last"], strict=False)
        average.load_state_dict(saved["network"], strict=False)
        optimiser.load_state_dict(saved["optimiser"])
        torch.set_rng_state(saved["rng"].cpu())
        start, seconds, history = saved["epoch"], saved["seconds"], saved["history"]
    (out / "labels.json").write_text(json.dumps(asdict(corpus.labels)), encoding="utf-8")
    say(f"{len(corpus.always)} + {recipe.silver} sentences an epoch, {total} steps, from epoch {start}")
    for epoch in range(start, recipe.epochs):
        began, step = time.monotonic(), sum(lengths[:epoch])
        network.train()
        rng = random.Random(f"{recipe.seed} noise {epoch}")  # noqa: S311 (repeatable, no secret)
        noise = Noise(lower=recipe.lower, upper=recipe.upper)
        teacher = average if epoch + 1 >= recipe.self_trained_from else None
        words, sums, counts = 0, dict.fromkeys(LOSS_WEIGHTS, 0.0), dict.fromkeys(LOSS_WEIGHTS, 0)
        for done, group in enumerate(epoch_batches(corpus, recipe, epoch, teacher, device), 1):
            for settings in optimiser.param_groups:
                settings["lr"] = settings["full"] * rate_at(step, total, recipe.warm_up)
            batch = {name: value.to(device) for name, value in collate(group, rng, noise).items()}
            with torch.autocast(device.split(":")[0], torch.bfloat16, enabled=bfloat16):
                losses = network.losses(batch, master)
            taught = recipe.taught * losses.pop("taught", torch.zeros((), device=device))
            loss = sum((LOSS_WEIGHTS[name] * value.float() for name, value in losses.items()), taught)
            optimiser.zero_grad(set_to_none=True)
            torch.autograd.backward(loss)
            torch.nn.utils.clip_grad_norm_([p for p in network.parameters() if p.requires_grad], recipe.clip)
            optimiser.step()
            # A young average forgets faster, so that it is not held back by the weights it began with.
            follow(average, network, min(recipe.average, (step + 1) / (step + 10)))
            step += 1
            words += sum(len(s.words) for s in group)
            for name, value in losses.items():
                sums[name] += value.item()
                counts[name] += 1
            if done % 50 == 0 or probe:
                means = " ".join(f"{n} {sums[n] / max(counts[n], 1):.3f}" for n in sums)
                speed = words / (time.monotonic() - began)
                say(f"epoch {epoch + 1} step {done}/{lengths[epoch]} {speed:.0f} words/s {means}")
            if probe and done >= probe:
                return
        seconds += time.monotonic() - began
        scores = {
            name: asdict(treebank_scores(average, gold, encoded, corpus.labels, device))
            for name, (gold, encoded) in corpus.dev.items()
        }
        names = name_scores(average, *corpus.gum_names, corpus.labels, device)
        history.append({"epoch": epoch + 1, "seconds": round(seconds), "dev": scores, "gum-free names": names})
        history[-1]["senses"] = sense_scores(average, corpus.held_out, corpus.labels, device)
        history[-1]["factuality"] = factuality_scores(average, *corpus.dev["ewt"], device)
        say(json.dumps(history[-1]))
        save_whole(
            checkpoint,
            {
                "recipe": asdict(recipe), "network": trained_state(average), "last": trained_state(network),
                "optimiser": optimiser.state_dict(),
                "rng": torch.get_rng_state(), "epoch": epoch + 1, "seconds": seconds, "history": history,
                "labels": asdict(corpus.labels), "machine": machine(device), "bfloat16": bfloat16,
            },
        )  # fmt: skip


def machine(device: str) -> str:
    """Name the machine in general terms."""
    if device.startswith("cuda"):
        return torch.cuda.get_device_name(device)
    return f"{platform.machine()} CPU, {torch.get_num_threads()} thread(s), {torch.backends.cpu.get_cpu_capability()}"


def say(text: str) -> None:
    print(time.strftime("%H:%M:%S"), text, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with train/ud and train/ner")
    parser.add_argument("--out", type=Path, required=True, help="folder for the checkpoint and the log")
    parser.add_argument("--epochs", type=int, default=Recipe().epochs)
    parser.add_argument("--silver", type=int, default=Recipe().silver, help="silver sentences an epoch")
    parser.add_argument("--budget", type=int, default=Recipe().budget, help="padded pieces a batch")
    parser.add_argument("--swapped", type=int, default=Recipe().swapped, help="sentences an epoch with other names")
    parser.add_argument("--rate", type=float, default=1.0, help="share of the usual learning rates")
    parser.add_argument("--begin", type=Path, metavar="CHECKPOINT", help="an earlier run's weights to start from")
    parser.add_argument("--layers", default="", help="of --begin, the layers that a smaller student keeps: '0 2 3 5'")
    parser.add_argument("--taught", type=float, default=0.0, help="weight of learning the answers of --begin")
    parser.add_argument("--self-trained-from", type=int, default=Recipe().self_trained_from, metavar="EPOCH")
    parser.add_argument("--augmented-from", type=int, default=Recipe().augmented_from, metavar="EPOCH")
    parser.add_argument("--seed", type=int, default=Recipe().seed)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--bfloat16", action="store_true", help="autocast; only where the processor has it")
    parser.add_argument("--probe", type=int, default=0, help="stop after so many steps, to see the speed")
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    if (given.layers or given.taught) and not given.begin:
        parser.error("--layers and --taught need --begin, the run to learn from")
    recipe = Recipe(
        epochs=given.epochs,
        silver=given.silver,
        swapped=given.swapped,
        rate_encoder=Recipe().rate_encoder * given.rate,
        rate_heads=Recipe().rate_heads * given.rate,
        self_trained_from=given.self_trained_from,
        layers=given.layers,
        taught=given.taught,
        started_from=hashlib.sha256(given.begin.read_bytes()).hexdigest() if given.begin else "",
        budget=given.budget,
        augmented_from=given.augmented_from,
        seed=given.seed,
    )
    train(given.data, given.out, recipe, given.device, given.bfloat16, given.probe, given.begin)


if __name__ == "__main__":
    main()
