"""The order of a page's steps."""

from gongzhi.kit.web.doors import StepFace


def one_first(faces: list[StepFace]) -> list[StepFace]:
    """The likeliest step on top, and no second red one."""
    faces = sorted(faces, key=lambda face: not face.first)
    for face in faces[1:]:
        face.first = False
    return faces
