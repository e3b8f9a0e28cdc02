"""An invented city: other divisions, other words for its levels, other limits, other categories. All of it is made up."""

import csv
from pathlib import Path

DIVISIONS = [
    ("990100000000", "云水盟"),
    ("990101000000", "青石旗"),
    ("990101001000", "北岭苏木"),
    ("990101001001", "石桥嘎查"),
    ("990101001002", "松湾嘎查"),
    ("990102000000", "白沙旗"),
    ("990102100000", "河口镇"),
    ("990102100001", "河口嘎查"),
]
ORGANISATIONS = [
    ("YS", "云水盟行政公署", "", "党委政府", "990100000000", ""),
    ("YS-QS", "青石旗人民政府", "青石旗", "党委政府", "990101000000", "YS"),
    ("YS-BL", "北岭苏木政府", "北岭苏木", "街道办事处(乡镇政府)", "990101001000", "YS-QS"),
    ("YS-SQ", "石桥嘎查委员会", "石桥嘎查", "社区(村)", "990101001001", "YS-BL"),
    ("YS-SL", "青石旗水利局", "旗水利局", "职能部门", "990101000000", "YS-QS"),
    ("YS-SL-BL", "水利局驻北岭队", "驻北岭水利队", "派驻队伍", "990101001000", "YS-SL"),
]
NAMES = {"city": "盟", "district": "旗", "street": "苏木(镇)", "community": "嘎查"}
FIRST_CITY = ("长春", "吉林", "欣园", "柳影", "宽城", "Changchun", "Jilin", "Xinyuan")


def divisions_file(folder: Path) -> Path:
    """As a statistics office gives it: GB 18030, a title above the headings."""
    path = folder / "区划代码.csv"
    lines = ["云水盟统计用区划代码（虚构）", "", "统计用区划代码,名称", *(f"{c},{n}" for c, n in DIVISIONS)]
    path.write_bytes("\n".join(lines).encode("gb18030"))
    return path


def organisations_file(folder: Path) -> Path:
    path = folder / "单位.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as held:
        out = csv.writer(held)
        out.writerow(["单位编码", "单位名称", "简称", "类别", "服务区域编码", "上级单位编码", "成立日期"])
        for code, name, short, kind, area, parent in reversed(
            ORGANISATIONS
        ):  # teams before their departments
            out.writerow([code, name, short, kind, area, parent, "2020-01-01"])
    return path
