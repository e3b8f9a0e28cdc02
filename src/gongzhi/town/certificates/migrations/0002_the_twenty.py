"""The twenty kinds of 民发〔2020〕20号 (first list). The names are the document's; which agency answers is common practice, 待确认."""

from datetime import date

from django.db import migrations

BASIS = "民发〔2020〕20号 不应由基层群众性自治组织出具证明事项清单（第一批）；“找哪里”“怎么办”按通行职责填写，待确认"
FROM = date(2020, 5, 1)
KINDS = (
    ("亲属关系证明", "公安派出所或者公证机构", "户口簿能说明的凭户口簿；不能的，到派出所查户籍档案，或者办公证。"),
    ("居民身份信息证明", "公安派出所", "凭居民身份证、户口簿，或者到派出所办户籍证明。"),
    ("户口登记项目内容变更申请证明", "公安派出所", "变更户口登记项目，直接向户口所在地派出所申请。"),
    ("居民养犬证明", "当地养犬登记机关", "由登记机关自己核实，不需要社区证明。"),
    ("无犯罪记录证明", "公安派出所", "向户籍地或者居住地公安机关申请查询。"),
    ("社区戒毒康复人员情况证明", "公安机关", "由有权机关依职权掌握，不向社区要。"),
    ("人员失踪证明", "公安派出所或者人民法院", "报案向公安机关；宣告失踪向人民法院申请。"),
    ("婚姻状况证明", "民政部门婚姻登记机关", "凭结婚证、离婚证，或者查婚姻登记档案；本人声明按办事部门规定。"),
    ("出生证明", "接生的医疗保健机构", "补办出生医学证明找签发机构。"),
    ("健在证明", "需要核实的部门自己核实", "例如领取养老待遇的资格认证，向社保经办机构办理。"),
    ("死亡证明", "医疗卫生机构或者公安派出所", "正常死亡由医疗卫生机构出具，其他情形由公安机关出具。"),
    ("疾病状况证明", "医疗机构", "凭诊断证明书、病历。"),
    ("残疾状况证明", "残疾人联合会", "凭残疾人证；没有的向户籍地残联申请评定。"),
    ("婚育状况证明", "卫生健康部门或者需要核实的部门", "由需要的部门依职权核实。"),
    ("居民就业状况证明", "人力资源社会保障部门", "凭就业失业登记、社保缴费记录。"),
    ("居民个人档案证明", "档案保管单位", "向人事档案的保管单位查。"),
    ("居民财产证明", "不动产登记机构、银行等", "房产查不动产登记，存款找开户银行。"),
    ("遗产继承权证明", "公证机构或者人民法院", "办继承公证，或者向人民法院起诉。"),
    ("市场主体住所证明", "市场监督管理部门", "按登记机关的规定提交住所使用材料。"),
    ("证件遗失证明", "原发证机关", "向发证机关申请挂失、补发。"),
)


def fill(apps, _schema):
    kind = apps.get_model("certificates", "CertificateKind")
    for number, (name, agency, way) in enumerate(KINDS, 1):
        kind.objects.get_or_create(
            code=f"ZM-{number:02d}",
            defaults={"name": name, "agency": agency, "way": way, "basis": BASIS, "valid_from": FROM},
        )


def clear(apps, _schema):
    apps.get_model("certificates", "CertificateKind").objects.filter(basis=BASIS).delete()


class Migration(migrations.Migration):
    dependencies = [("certificates", "0001_kinds_and_askings")]
    operations = [migrations.RunPython(fill, clear)]
