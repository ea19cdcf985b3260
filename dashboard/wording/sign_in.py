"""Words of the sign-in, and sentences for whoever asks for what is not his."""

from __future__ import annotations

SIGN_IN = "登录"
SIGN_IN_TITLE = "登录 · 公开"
SIGN_IN_NAME = "姓名"
SIGN_IN_PASSWORD = "密码"
SIGN_IN_WITH_PROVIDER = "用统一认证登录"
SIGN_IN_NOTE = "账户由政务公开主管部门开通；忘记密码请与管理员联系。"
SIGN_IN_WRONG = "姓名或密码不对。"
SIGN_IN_FORM_OLD = "登录页面停留太久或来自别的网站，请重新填写。"
SIGN_IN_NO_ACCOUNT = "统一认证已通过，但没有为您开通本看板的账户；请与管理员联系。"
SIGN_IN_NOT_VERIFIED = "统一认证没有通过，请重试；仍不行请与管理员联系。"
SIGN_IN_BROKEN = "账户数据现在无法使用，请稍后再试或与维护人员联系。"
PASSWORD_CHANGE = "修改密码"
PASSWORD_TITLE = "修改密码 · 公开"
PASSWORD_FORMER = "原密码"
PASSWORD_NEW = "新密码"
PASSWORD_AGAIN = "再输一次新密码"
PASSWORD_NOT_TWICE = "两次输入的新密码不同，密码没有改。"
PASSWORD_CHANGED = "密码已修改；您在其他浏览器和设备上的登录已全部退出。"
PASSWORD_ELSEWHERE = "您用统一认证登录，本看板没有您的密码；请在统一认证中修改。"
SIGN_OUT = "退出登录"
SIGN_OUT_TITLE = "退出登录 · 公开"
SIGN_OUT_ASK = "退出后，本机需要重新登录才能查看。"
SIGN_OUT_BACK = "返回"
SIGNED_OUT = "没有登录或登录已过期，请重新登录。"
DOOR_CLOSED = "本服务没有这个地址，或不对外开放。"
DOOR_METHOD = "这个地址不接受这样的请求。"
NOT_YOUR_DOWNLOAD = "这个下载不是为您生成的，或已经过期；请在页面上重新下载。"
NOT_YOUR_SESSION = "上传地址不属于您打开的页面，没有接收文件；请刷新页面后重试。"
ROSTER_BEYOND = "表中有不在您账户范围内的单位或地区，没有改动；请只保留本范围的单位。"
NOT_HERE = "没有这一项，或不在您账户的范围内。"
PAGE_OF_REGION = "本页比较一个地区的全部单位，您的账户只看其中一部分，不在这里显示。"
_PAGES_OF_REGION = {
    "papers": "文稿按一个地区全部单位的情况起草，您的账户只看其中一部分，不在这里生成。",
    "meeting": "会议页逐页讲一个地区全部单位的情况，您的账户只看其中一部分，不在这里显示。",
}
PAGE_OF_REGION_NEXT = "请看“单位画像”和“年报原文”。"
OWN_ONLY = "您的账户只看这个单位的数据，这里不列同类单位。"
SPINE_OWN_ONLY = f"{OWN_ONLY}点数字看原句。"


def password_note(least: int) -> str:
    """What a new password must be, and what changing it does.

    >>> password_note(10)
    '新密码至少 10 个字符，不含姓名。修改后，其他浏览器和设备上的登录会全部退出。'
    """
    return f"新密码至少 {least} 个字符，不含姓名。修改后，其他浏览器和设备上的登录会全部退出。"


def page_of_region(path: str) -> str:
    """Why a page that speaks of all offices of a region does not open for whoever sees some of them.

    >>> page_of_region("papers")[:4], page_of_region("compare") == PAGE_OF_REGION
    ('文稿按一', True)
    """
    return _PAGES_OF_REGION.get(path, PAGE_OF_REGION)


def or_beyond(text: str) -> str:
    """That something is not here, for whoever sees a part: it may be beyond it.

    >>> or_beyond("未收录编号为“1”的年报。")
    '未收录编号为“1”的年报，或不在您账户的范围内。'
    """
    return text.removesuffix("。") + "，或不在您账户的范围内。"


def account_line(name: str, role: str) -> str:
    """Who is signed in, in the frame of every page.

    >>> account_line("王芳", "公开办")
    '王芳（公开办）'
    """
    return f"{name}（{role}）"
