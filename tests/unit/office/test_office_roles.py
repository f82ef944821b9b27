from engine.office.roles import Role


def test_every_role_has_a_title_of_its_own_in_both_languages():
    titles = [role.title for role in Role]
    assert len({title.th for title in titles}) == len(Role)
    assert len({title.en for title in titles}) == len(Role)


def test_only_those_who_check_or_keep_the_system_hold_no_work():
    assert {role for role in Role if not role.holds_work} == {Role.AUDITOR, Role.ADMINISTRATOR}
