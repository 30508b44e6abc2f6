"""Builds the smallest real Coqui voices, with random weights: noise, but of the right kind."""

from __future__ import annotations

import json
import re
from pathlib import Path

MMS_LETTERS = "_abcdefghijklmnopqrstuvwxyz' -"


def build(folder: Path, name: str = "tts_models--en--haus--vits", speakers: int = 0) -> Path:
    """A VITS voice of a megabyte as Coqui's trainer leaves it; gives its folder."""
    import torch
    from TTS.tts.configs.vits_config import VitsArgs, VitsConfig
    from TTS.tts.models.vits import Vits

    args = VitsArgs(
        hidden_channels=8,
        hidden_channels_ffn_text_encoder=16,
        num_layers_text_encoder=1,
        num_layers_posterior_encoder=1,
        num_layers_flow=1,
        resblock_kernel_sizes_decoder=[3],
        resblock_dilation_sizes_decoder=[[1, 3, 5]],
        upsample_initial_channel_decoder=32,
        upsample_kernel_sizes_decoder=[16, 16, 4, 4],
        init_discriminator=False,
    )
    home = folder / name
    home.mkdir(parents=True)
    config = VitsConfig(model_args=args, text_cleaner="basic_cleaners")
    if speakers:
        names = {f"Person {number}": number for number in range(speakers)}
        (home / "speaker_ids.json").write_text(json.dumps(names), encoding="utf-8")
        for one in (config, args):
            one.use_speaker_embedding = True
            one.num_speakers = speakers
            one.speakers_file = str(home / "speaker_ids.json")
    torch.manual_seed(1)
    torch.save({"model": Vits(config).state_dict()}, home / "best_model.pth")
    config.save_json(home / "config.json")
    if speakers:
        # As it comes from the machine that trained it: the file lies elsewhere now.
        text = (home / "config.json").read_text(encoding="utf-8")
        (home / "config.json").write_text(text.replace(str(home), "https://192.0.2.1/trained"), encoding="utf-8")
    return home


def mms(folder: Path, code: str = "som", *, romanised: bool = False) -> Path:
    """A voice in the format of Meta's MMS, of full size (its loader knows only one); gives its folder."""
    import torch
    from TTS.tts.configs.vits_config import VitsConfig
    from TTS.tts.models.vits import Vits

    home = folder / code
    home.mkdir(parents=True)
    (home / "vocab.txt").write_text("\n".join(MMS_LETTERS) + "\n", encoding="utf-8")
    files = "train.ltr.uroman" if romanised else "train.ltr"
    data = {"training_files": files, "sampling_rate": 16000, "add_blank": True}
    (home / "config.json").write_text(json.dumps({"data": data}), encoding="utf-8")
    torch.manual_seed(1)
    model = Vits(VitsConfig())
    model.disc = None
    model.text_encoder.emb = torch.nn.Embedding(len(MMS_LETTERS), model.args.hidden_channels)
    weights = {_meta(key): value for key, value in model.state_dict().items()}
    torch.save({"model": weights}, home / "G_100000.pth")
    return home


def _meta(key: str) -> str:
    """Meta's name of a weight, from Coqui's; the other way round of what Coqui does when it loads one."""
    flow = re.fullmatch(r"flow\.flows\.(\d)\.(.*)", key)
    if flow:
        return f"flow.flows.{int(flow[1]) * 2}.{flow[2]}"
    step = re.fullmatch(r"duration_predictor\.(flows|post_flows)\.(\d)\.(.*)", key)
    if step:
        if step[2] == "0":
            return f"dp.{step[1]}.0.{'m' if step[3] == 'translation' else 'logs'}"
        return f"dp.{step[1]}.{int(step[2]) * 2 - 1}.{step[3]}"
    for ours, theirs in (
        ("text_encoder.", "enc_p."),
        ("waveform_decoder.", "dec."),
        ("posterior_encoder.", "enc_q."),
        ("duration_predictor.", "dp."),
    ):
        if key.startswith(ours):
            return theirs + key.removeprefix(ours)
    return key
