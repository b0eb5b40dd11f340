"""The real pipelines, built tiny and with random weights: their code runs, their pictures are noise."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from doublet.engines.tryon.gpu import null_parser
from doublet.engines.tryon.gpu.klein import KleinPainter, LoadedPainter
from doublet.engines.tryon.gpu.vton import Loaded

STEPS = 2


def tiny_vton(folder: Path) -> Loaded:
    """`fashn_vton.TryOnPipeline` around a model of some ten thousand weights; the pose network is left out."""
    torch = pytest.importorskip("torch", reason="the extra gpu is not installed")
    null_parser.stand_in()
    package = pytest.importorskip("fashn_vton", reason="fashn-vton-1.5 is not installed")
    from fashn_vton import pipeline as code
    from fashn_vton.utils import get_dummy_dw_keypoints
    from safetensors.torch import save_file

    torch.manual_seed(0)
    shape = {
        "input_shape": (96, 72),
        "hidden_size": 32,
        "n_heads": 2,
        "double_blocks_depth": 1,
        "single_blocks_depth": 1,
        "mlp_ratio": 2,
        "axes_dim": (4, 6, 6),
        "patch_mixer_depth": 1,
    }
    save_file(package.TryOnModel(**shape).state_dict(), folder / "model.safetensors")
    (folder / "dwpose").mkdir()
    for name in ("yolox_l.onnx", "dw-ll_ucoco_384.onnx"):
        (folder / "dwpose" / name).touch()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(code, "TryOnModel", lambda: package.TryOnModel(**shape))
        patch.setattr(code, "DWposeDetector", lambda **_: lambda picture: get_dummy_dw_keypoints())
        pipeline = package.TryOnPipeline(weights_dir=str(folder), device="cpu")
    return Loaded(pipeline, {"model.safetensors": "0" * 64})


def tiny_klein(folder: Path) -> LoadedPainter:
    """`diffusers.Flux2KleinPipeline` around a tiny transformer, text encoder and autoencoder."""
    return LoadedPainter(
        KleinPainter(klein_pipeline(folder), STEPS, max_sequence_length=64), {"transformer": "0" * 64}
    )


def klein_pipeline(folder: Path) -> Any:
    """The pipeline itself."""
    torch = pytest.importorskip("torch", reason="the extra gpu is not installed")
    diffusers = pytest.importorskip("diffusers", reason="the extra gpu is not installed")
    transformers = pytest.importorskip("transformers", reason="the extra gpu is not installed")
    torch.manual_seed(0)
    tokenizer = _tokenizer(folder, transformers)
    words = transformers.Qwen3ForCausalLM(
        transformers.Qwen3Config(
            vocab_size=len(tokenizer) + 8,
            hidden_size=16,
            intermediate_size=16,
            num_hidden_layers=28,
            num_attention_heads=2,
            num_key_value_heads=2,
            head_dim=8,
            max_position_embeddings=1024,
        )
    ).eval()
    transformer = diffusers.Flux2Transformer2DModel(
        patch_size=1,
        in_channels=16,
        num_layers=1,
        num_single_layers=1,
        attention_head_dim=16,
        num_attention_heads=2,
        joint_attention_dim=48,
        timestep_guidance_channels=256,
        axes_dims_rope=[4, 4, 4, 4],
        guidance_embeds=False,
    )
    vae = diffusers.AutoencoderKLFlux2(
        sample_size=32,
        in_channels=3,
        out_channels=3,
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        block_out_channels=(4, 4, 4, 4),
        layers_per_block=1,
        latent_channels=4,
        norm_num_groups=1,
        use_quant_conv=False,
        use_post_quant_conv=False,
    )
    pipeline = diffusers.Flux2KleinPipeline(
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(),
        vae=vae,
        text_encoder=words,
        tokenizer=tokenizer,
        transformer=transformer,
        is_distilled=True,
    )
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def _tokenizer(folder: Path, transformers: Any) -> Any:
    from tokenizers.pre_tokenizers import ByteLevel

    vocab = {character: number for number, character in enumerate(sorted(ByteLevel.alphabet()))}
    for token in ("<|endoftext|>", "<|im_start|>", "<|im_end|>"):
        vocab[token] = len(vocab)
    (folder / "vocab.json").write_text(json.dumps(vocab))
    (folder / "merges.txt").write_text("#version: 0.2\n")
    tokenizer = transformers.Qwen2TokenizerFast(
        vocab=str(folder / "vocab.json"),
        merges=str(folder / "merges.txt"),
        vocab_file=str(folder / "vocab.json"),
        merges_file=str(folder / "merges.txt"),
        pad_token="<|endoftext|>",
        eos_token="<|im_end|>",
        unk_token="<|endoftext|>",
    )
    tokenizer.chat_template = (
        "{% for m in messages %}<|im_start|>{{m['role']}}\n{{m['content']}}<|im_end|>\n{% endfor %}"
    )
    return tokenizer
