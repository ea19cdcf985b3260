-- 第三部分统计表的申请人各栏 (Applicant columns of section three)
-- grain: one row an applicant kind, and the total
-- parameters:
-- columns:
--   breakdown (varchar): applicant kind
--   applicant_name (varchar): its name
--   applicant_no (integer): its place in the form
-- missing: nothing; the form has seven columns
select *
from (
    values
        ('natural_person', '自然人', 1), ('business', '商业企业', 2), ('research', '科研机构', 3),
        ('public_interest', '社会公益组织', 4), ('legal_service', '法律服务机构', 5), ('other', '其他', 6),
        ('total', '总计', 7)
) as a(breakdown, applicant_name, applicant_no)
