"""The set and the words that the report names. What it does not give (titles, numbers, days, meanings) is 待确认."""

from django.db import migrations

REPORT = "城市基层党建报告（“完善制度体系”一节）"
IN_DOUBT = "待确认"
FIRST = ("1+9-0", "关于加强城市基层党建引领基层治理创新的意见")
MAIN = ("1+9-1", "关于开展城市基层党建升级工程的实施意见")
SUPPORTING = 9
TERMS = ("一街四区", "五维牵动", "四率评价（第四率）", "五力提升", "“1+9”的九份配套文件")


def forwards(apps, schema):
    if schema.connection.alias != "default":
        return
    document = apps.get_model("documents", "Document")
    for code, title in (FIRST, MAIN):
        document.objects.get_or_create(
            code=code, defaults={"title": title, "status": "unconfirmed", "source": REPORT}
        )
    policy_set = apps.get_model("policies", "PolicySet")
    paper = apps.get_model("policies", "PolicyPaper")
    made = policy_set.objects.create(
        code="1+9", title="城市基层党建“1+9”制度体系", stage="in_force", issuer=IN_DOUBT,
        basis=f"{REPORT}；文号、日期和九份配套文件待确认",
    )  # fmt: skip
    main = document.objects.get(code=MAIN[0])
    places = [paper(policy_set=made, part="main", position=0, document=main)]
    places += [paper(policy_set=made, part="supporting", position=n) for n in range(1, SUPPORTING + 1)]
    paper.objects.bulk_create(places)
    term = apps.get_model("policies", "Term")
    term.objects.bulk_create([term(word=word, said_in=REPORT, basis=IN_DOUBT) for word in TERMS])


def backwards(apps, _schema):
    apps.get_model("policies", "PolicyPaper").objects.filter(policy_set__code="1+9").delete()
    apps.get_model("policies", "PolicySet").objects.filter(code="1+9", version=1).delete()
    apps.get_model("policies", "Term").objects.filter(word__in=TERMS, stage="open").delete()


class Migration(migrations.Migration):
    dependencies = [("policies", "0001_policies"), ("documents", "0001_documents_and_clauses")]
    operations = [migrations.RunPython(forwards, backwards)]
