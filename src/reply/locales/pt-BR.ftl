# Todas as mensagens em português do Brasil. `*negrito*` marca o que se deve ver primeiro, `código` o que se pode digitar.
# O ponto mostra o estado: 🟢 rodando, ⚪ parada, 🟡 mudando, 🔴 problema.
# `.line` é a forma de uma mensagem como uma linha entre muitas.
#
# Uma instância é feminina: parada, iniciada, excluída. O Azure e um workspace são masculinos.
# «para» se lê de dois jeitos desde que perdeu o acento: onde engana, diga «desliga» ou «parou».
# As razões (`fail-…`) vêm depois de dois-pontos, por isso começam com minúscula.

## Parts of sentences

list-and = { $shown } e { $last }
list-or = { $shown } ou { $last }
list-more = { $shown } e mais { $more }
duration-days = { $n } d
duration-hours = { $n } h
duration-minutes = { $n } min
duration-seconds = { $n } s
time = %H:%M
day-and-time = { $weekday } %d/%m { $hour ->
    [one] à
   *[other] às
  } %H:%M
date-and-time = { $weekday } %d/%m/%Y { $hour ->
    [one] à
   *[other] às
  } %H:%M
weekday-0 = dom.
weekday-1 = seg.
weekday-2 = ter.
weekday-3 = qua.
weekday-4 = qui.
weekday-5 = sex.
weekday-6 = sáb.
at-time = { $hour ->
    [one] à
   *[other] às
  } { $time }
at-day = em { $time }
since-time = desde { $time }
since-day = desde { $time }
id = (id { $id })
dot-running = 🟢
dot-stopped = ⚪
dot-changing = 🟡
dot-trouble = 🔴

ability = `{ $what }`
place-mine = suas próprias instâncias
place-all = todos os workspaces
place-workspace = { $on }
place-some = { $on }

state-running = rodando
state-stopped = { $n ->
    [one] parada
   *[other] paradas
  }
state-jobrunning = executando um job
state-starting = iniciando
state-stopping = parando
state-restarting = reiniciando
state-deleting = { $n ->
    [one] sendo excluída
   *[other] sendo excluídas
  }
state-creating = { $n ->
    [one] sendo criada
   *[other] sendo criadas
  }
state-resizing = { $n ->
    [one] sendo redimensionada
   *[other] sendo redimensionadas
  }
state-usersettingup = { state-settingup }
state-settingup = { $n ->
    [one] sendo configurada
   *[other] sendo configuradas
  }
state-createfailed = com falha na criação
state-setupfailed = com falha na configuração
state-usersetupfailed = com falha no script de configuração
state-unusable = { $n ->
    [one] inutilizável
   *[other] inutilizáveis
  }
state-unknown = em um estado que o Azure chama de desconhecido
state-other = { $state }

somebody = alguém
why-schedule = agendamento
why-idle = desligamento automático por inatividade
since = { "" } { $since }
until-time = até { $time }
until-day = até { $time }
since-why = { $since } ({ $why })
since-ago = , há { $ago }

did-start = iniciada
did-stop = parada
did-restart = { $n ->
    [one] reiniciada
   *[other] reiniciadas
  }
did-delete = { $n ->
    [one] excluída
   *[other] excluídas
  }
did-create = criada
did-other = alterada ({ $operation })

## Outcomes of power commands

in-place = { $late ->
    [there] { " " }em { $place }
   *[here] { "" }
  }
tell = { $late ->
    [nowhere] Digite `estado { $instance }` para saber
   *[here] Aviso{ in-place }
  }
asked = 🟡 *{ $instance }*: { $verb ->
    [start] pedi ao Azure para iniciá-la. { tell } quando ela estiver rodando.
    [restart] pedi ao Azure para reiniciá-la. { tell } quando ela voltar.
    [delete] pedi ao Azure para excluí-la. { tell } quando ela não existir mais.
    [create] pedi ao Azure para criá-la. { tell } quando ela estiver rodando.
   *[stop] pedi ao Azure para pará-la. { tell } quando ela parar.
  }
    .line = 🟡 *{ $instance }*: { $verb ->
        [start] pedi ao Azure para iniciá-la
        [restart] pedi ao Azure para reiniciá-la
        [delete] pedi ao Azure para excluí-la
        [create] pedi ao Azure para criá-la
       *[stop] pedi ao Azure para pará-la
      }
unsure = 🟡 O Azure ainda não confirmou meu pedido; não sei se *{ $instance }* está { $verb ->
    [start] iniciando
    [restart] reiniciando
    [delete] sendo excluída
    [create] sendo criada
   *[stop] parando
  }. { $late ->
    [nowhere] Para ver se funcionou, digite `estado { $instance }` daqui a pouco.
   *[here] Vou olhar de novo e aviso{ in-place }.
  }
    .line = 🟡 *{ $instance }*: o Azure ainda não confirmou o pedido
unsure-final = 🟡 O Azure não confirmou meu pedido; não sei se *{ $instance }* está { $verb ->
    [start] iniciando
    [restart] reiniciando
    [delete] sendo excluída
    [create] sendo criada
   *[stop] parando
  }. Para ver como ela está, digite `estado { $instance }`. { $id }
    .line = 🟡 *{ $instance }*: o Azure não confirmou o pedido; para ver como ela está, digite `estado { $instance }`
done = { $verb ->
    [start] 🟢 *{ $instance }* está rodando. Levou { $took }.
    [restart] 🟢 *{ $instance }* está rodando de novo. O reinício levou { $took }.
    [delete] ⚪ *{ $instance }* foi excluída. Levou { $took }.
    [create] 🟢 *{ $instance }* foi criada e está rodando. Levou { $took }.
   *[stop] ⚪ *{ $instance }* parou. Levou { $took }. Disco, IP público e balanceador de carga continuam sendo cobrados.
  }
    .line = { $verb ->
        [start] 🟢 *{ $instance }* está rodando
        [restart] 🟢 *{ $instance }* está rodando de novo
        [delete] ⚪ *{ $instance }* foi excluída
        [create] 🟢 *{ $instance }* foi criada e está rodando
       *[stop] ⚪ *{ $instance }* parou
      } ({ $took })
already = { $verb ->
    [start] 🟢 *{ $instance }* já está rodando.
    [restart] 🟢 *{ $instance }* já foi reiniciada { $at }.
    [delete] ⚪ *{ $instance }* já foi excluída.
    [create] 🟢 *{ $instance }* já foi criada.
   *[stop] ⚪ *{ $instance }* já está parada.
  }
already-since = { $verb ->
    [start] 🟢 *{ $instance }* já está rodando, { $since }.
   *[stop] ⚪ *{ $instance }* já está parada, { $since }.
  }
underway = 🟡 *{ $instance }* já está { $state }{ $since }; não é preciso fazer mais nada.
    .line = 🟡 *{ $instance }* já está { $state }{ $since }
busy = 🟡 *{ $instance }* está { $state }{ $since }. Tente de novo quando terminar; o Azure não permite interromper.
    .line = 🟡 *{ $instance }* estava { $state } quando olhei; tente de novo mais tarde
stuck = 🔴 *{ $instance }* travou: está { $state } há { $ago }, muito mais tempo do que o normal. { $verb ->
    [delete] O Azure também não a exclui agora: abra um chamado no suporte do Azure.
   *[other] { audit-do-stuck }
  }
    .line = 🔴 *{ $instance }* travou: está { $state } há { $ago }. { audit-do-stuck }
audit-do-stuck = Exclua e recrie a instância; se o Azure recusar isso também, abra um chamado no suporte do Azure.
happened = { $how ->
    [going] *{ $instance }* está sendo { $did }{ $by }, { $since }
    [failed] { $operation ->
        [start] Um início de *{ $instance }*, pedido
        [stop] Uma parada de *{ $instance }*, pedida
        [restart] Um reinício de *{ $instance }*, pedido
        [delete] Uma exclusão de *{ $instance }*, pedida
        [create] Uma criação de *{ $instance }*, pedida
       *[other] Uma operação ({ $operation }) de *{ $instance }*, pedida
      }{ $by } { $at }, falhou
   *[done] *{ $instance }* foi { $did }{ $by } { $at }
  }
stale = { $happened }, depois do seu pedido. Deixei como está. Se ainda quiser { $verb ->
    [start] iniciá-la
    [restart] reiniciá-la
    [delete] excluí-la
    [create] criá-la
   *[stop] pará-la
  }, digite `{ $command }`.
    .line = { $happened }, depois do pedido; deixei como está
working = 🟢 *{ $instance }* está executando um job. { $verb ->
    [restart] Reiniciar
   *[stop] Parar
  } agora encerra o job. Se for isso mesmo, digite `{ $command } --forçar`. Um notebook ocupado não aparece aqui.
    .line = 🟢 *{ $instance }* está executando um job; deixei rodando
job-began = 🟢 *{ $instance }* está executando um job que não aparecia na sua confirmação, então deixei rodando. Para ver o que se perderia, digite o comando de novo.
working-not-you = 🟢 *{ $instance }* está executando um job. { $verb ->
    [restart] Reiniciar
   *[stop] Parar
  } agora encerra o job, e você não tem a permissão *forçar* aqui. Espere o job terminar ou fale com um responsável por { $workspace }.
    .line = 🟢 *{ $instance }* está executando um job; deixei rodando
has-jobs = { $dot } *{ $instance }* tem { $n ->
    [one] um job
   *[other] { $n } jobs
  } na fila ou em execução: { $jobs }. Deixei rodando.
    .line = { $dot } *{ $instance }* tem { $n ->
        [one] um job
       *[other] { $n } jobs
      } na fila ou em execução: { $jobs }; deixei rodando
nothing-to-restart = ⚪ *{ $instance }* está parada; não há o que reiniciar. Para iniciá-la, digite `iniciar { $instance }`.
    .line = ⚪ *{ $instance }* está parada: não há o que reiniciar
would = { $dot } *{ $instance }* está { $state }. Ela seria { $verb ->
    [start] iniciada
    [restart] reiniciada
    [delete] excluída
    [create] criada
   *[stop] parada
  }. Nada foi feito: era só uma simulação.
    .line = { $dot } *{ $instance }* está { $state }: seria { $verb ->
        [start] iniciada
        [restart] reiniciada
        [delete] excluída
        [create] criada
       *[stop] parada
      }
kept = 🟢 *{ $instance }* está protegida por { $who } { $until }{ $because }. Deixei rodando.
    .line = 🟢 *{ $instance }* está protegida por { $who } { $until }{ $because }
unheeded-keep = { $who } protege *{ $instance }* { $until }{ $because }: isso vale para temporizadores e alertas, não para um comando com o nome dela.
keep-unreadable = *{ $instance }*: alguém a protege, mas não consigo ler a tag `{ $tag }` do workspace, então deixei como está. Para remover a tag, digite `manter { $instance } fim`.
    .line = *{ $instance }*: não consigo ler a tag `{ $tag }`, então deixei como está. Para removê-la, digite `manter { $instance } fim`
keep-unknown = *{ $instance }*: não consegui ver se alguém a protege, então deixei como está: { $reason }
    .line = *{ $instance }*: deixei como está, porque não consegui ver se alguém a protege: { $reason }
over-max = *{ $instance }* passa do limite de `--máximo`; deixei como está.
    .line = *{ $instance }*: passa do limite de `--máximo`; deixei como está
gone = { $verb ->
    [delete] *{ $instance }* não existe mais. Não há mais o que excluir.
    [create] *{ $instance }* não existe, embora eu já tenha enviado isso ao Azure. Para criar a instância, digite o comando de novo.
   *[other] *{ $instance }* não existe mais. Alguém a excluiu nesse meio-tempo; nada foi feito.
  }
    .line = *{ $instance }* não existe mais
still-going = { $dot } *{ $instance }* está { $state }, e não consigo mais acompanhar. Para ver se funcionou, digite `estado { $instance }`.
    .line = { $dot } *{ $instance }* está { $state }; ainda não terminou
still-asked = 🟡 *{ $instance }*: o Azure aceitou o pedido de { $verb ->
    [start] início
    [restart] reinício
    [delete] exclusão
    [create] criação
   *[stop] parada
  }, e não consigo mais acompanhar. Para ver se funcionou, digite `estado { $instance }`.
    .line = 🟡 *{ $instance }*: pedido aceito, ainda não terminou
not-created = 🔴 O Azure não criou *{ $instance }*. Para tentar de novo, digite `{ $command }`. { $id }
not-taken = { $dot } *{ $instance }* continua { $state }: o Azure não executou { $verb ->
    [start] o início
    [restart] o reinício
    [delete] a exclusão
    [create] a criação
   *[stop] a parada
  }. Para tentar de novo, digite `{ $command }`. { $id }
    .line = { $dot } *{ $instance }* continua { $state }: o Azure não executou { $verb ->
        [start] o início
        [restart] o reinício
        [delete] a exclusão
        [create] a criação
       *[stop] a parada
      }
canceled = { $dot } O Azure cancelou { $verb ->
    [start] o início
    [restart] o reinício
    [delete] a exclusão
    [create] a criação
   *[stop] a parada
  } de *{ $instance }*: ela está { $state }. Para tentar de novo, digite `{ $command }`. { $id }
    .line = { $dot } *{ $instance }*: o Azure cancelou { $verb ->
        [start] o início
        [restart] o reinício
        [delete] a exclusão
        [create] a criação
       *[stop] a parada
      }; ela está { $state }
ended-otherwise = { $dot } O Azure terminou { $verb ->
    [start] o início
    [restart] o reinício
    [delete] a exclusão
    [create] a criação
   *[stop] a parada
  } de *{ $instance }*, mas ela está { $state }. Para saber mais, digite `estado { $instance }`. { $id }
    .line = { $dot } *{ $instance }* está { $state } depois { $verb ->
        [start] do início
        [restart] do reinício
        [delete] da exclusão
        [create] da criação
       *[stop] da parada
      }
cut-short = 🟡 Pedi ao Azure para { $verb ->
    [start] iniciar
    [restart] reiniciar
    [delete] excluir
    [create] criar
   *[stop] parar
  } *{ $instance }*, e o meu tempo acabou antes da resposta. Para ver se funcionou, digite `estado { $instance }`. { $id }
    .line = 🟡 *{ $instance }*: o meu tempo acabou antes da resposta do Azure; para ver se funcionou, digite `estado { $instance }`
not-reached = *{ $instance }*: o meu tempo acabou antes de o Azure me deixar { $verb ->
    [start] iniciá-la
    [restart] reiniciá-la
    [delete] excluí-la
    [create] criá-la
   *[stop] pará-la
  }. Nada foi feito. Para tentar de novo, digite `{ $command }`. { $id }
    .line = *{ $instance }*: não deu tempo; nada foi feito
overtaken = { $dot } { $happened }, depois que o Azure { $done ->
    [yes] executou
   *[no] aceitou
  } o meu pedido de { $verb ->
    [start] início
    [restart] reinício
    [delete] exclusão
    [create] criação
   *[stop] parada
  }. Agora *{ $instance }* está { $state }.
    .line = { $dot } { $happened }, depois do meu pedido
unattributed = { $there ->
    [no] *{ $instance }* não existe mais
   *[yes] { $dot } *{ $instance }* está { $state }
  }. O Azure não confirmou meu pedido de { $verb ->
    [start] início
    [restart] reinício
    [delete] exclusão
    [create] criação
   *[stop] parada
  }, então não sei se fui eu ou outra pessoa. { $id }
    .line = { $there ->
        [no] *{ $instance }* não existe mais
       *[yes] { $dot } *{ $instance }* está { $state }
      }, mas o Azure não confirmou meu pedido
unattributed-other = { $dot } { $happened }, depois do meu pedido de { $verb ->
    [start] início
    [restart] reinício
    [delete] exclusão
    [create] criação
   *[stop] parada
  }. O Azure não o confirmou, então não sei se o meu pedido foi executado. Agora *{ $instance }* está { $state }. { $id }
    .line = { $dot } { $happened }, depois do meu pedido, que o Azure não confirmou

count-asked = { $n } { $verb ->
    [start] iniciando
    [restart] reiniciando
    [delete] { state-deleting }
    [create] { state-creating }
   *[stop] parando
  }
count-unsure = { $n } sem confirmação
count-done = { $n } { $verb ->
    [start] rodando
    [restart] { did-restart }
    [delete] { did-delete }
    [create] { did-create }
   *[stop] { state-stopped }
  }
count-already = { $n } já { $verb ->
    [start] { $n ->
        [one] estava rodando
       *[other] estavam rodando
      }
    [restart] { did-restart }
    [delete] { did-delete }
    [create] { did-create }
   *[stop] { $n ->
        [one] estava parada
       *[other] estavam paradas
      }
  }
count-busy = { $n } mudando de estado
count-would = { $n } a { $verb ->
    [start] iniciar
    [restart] reiniciar
    [delete] excluir
    [create] criar
   *[stop] parar
  }
count-job = { $n } com job
count-has-jobs = { $n } com job na fila ou em execução
count-skipped = { $n ->
    [one] { $n } deixada como estava
   *[other] { $n } deixadas como estavam
  }
count-kept = { $n ->
    [one] { $n } protegida
   *[other] { $n } protegidas
  }
count-kept-by = { $n } protegida por { $who } { $until }
count-keep-unknown = { $n ->
    [one] { $n } deixada como estava
   *[other] { $n } deixadas como estavam
  }, porque não consegui ver as proteções
count-over-max = { $n } além do limite
count-not-reached = { $n ->
    [one] { $n } não tratada a tempo
   *[other] { $n } não tratadas a tempo
  }
count-failed = { $n ->
    [one] { $n } falhou
   *[other] { $n } falharam
  }
bulk = { $verb ->
    [start] Iniciar
    [restart] Reiniciar
    [delete] Excluir
    [create] Criar
   *[stop] Parar
  }: { $counts }.
bulk-follows = { $late ->
    [nowhere] Para saber quando terminarem, digite `estado`.
   *[here] Aviso{ in-place } quando terminarem.
  }
keeps-unseen = Para fazer mesmo assim, digite o nome da instância ou acrescente `--forçar`.
bulk-rehearsed = Nada foi feito: era só uma simulação.
still-billed = Disco, IP público e balanceador de carga de uma instância parada continuam sendo cobrados.

## Reports, notices, announcements and proposals

headed = *{ $source }* `{ $command }`:
report-head = *{ $source }* `{ $command }`: { $counts }.{ $saves }
report-nothing = *{ $source }* `{ $command }`: nada a fazer, { $counts }.
report-none = *{ $source }* `{ $command }`: nada a fazer.
missing = Não encontrei { $names }.
stakes = { $verb ->
    [start] Custo
   *[stop] Economia
  } de { $money } por hora{ $without }.
    .would = { $verb ->
        [start] Custaria
       *[stop] Economizaria
      } { $money } por hora{ $without }.
stakes-without = { $n ->
    [one] , sem contar 1 instância de preço desconhecido
   *[other] , sem contar { $n } instâncias de preço desconhecido
  }
stakes-owners = { $n ->
    [one] Pertence a { $names }.
   *[other] Pertencem a { $names }.
  }
stakes-owner = { $who } ({ $n })
owner-you = você
owner-unknown = dono desconhecido
money-usd = US$ { $amount }
per-hour = { $money } por hora
percent = { " " }({ $n }%)
cause-budget = Orçamento *{ $name }*: { $spent } de { $of } gastos{ $percent }. Os dados de custo têm de 8 a 24 horas de atraso.
cause-forecast = Orçamento *{ $name }*: previsão de { $spent } para um limite de { $of }{ $percent }. Os dados de custo têm de 8 a 24 horas de atraso.
cause-fired = O alerta *{ $name }* disparou.
cause-resolved = O alerta *{ $name }* foi resolvido.
too-late = *{ $source }* `{ $command }` chegou com { $age } de atraso. Nada foi feito.
too-late-by-date = *{ $source }* `{ $command }` chegou com a data { $day }, que é antiga demais. Nada foi feito. Se a data está errada, corrija-a na origem.
alert-names = { $kind ->
    [budget] { $n ->
        [one] O orçamento
       *[other] Os orçamentos
      }
   *[other] { $n ->
        [one] O alerta
       *[other] Os alertas
      }
  } { $alerts }{ $others ->
    [0] { "" }
   *[other] { " " }e mais { $others }
  }
unmatched-no-rule = { $alerts } não { $n ->
    [one] corresponde
   *[other] correspondem
  } a nenhuma regra de *{ $source }*: compare { $kind ->
    [budget] o nome do orçamento, o valor gasto e se ele é uma previsão
    [azure] o nome do alerta, a gravidade, as dimensões, as propriedades personalizadas e o recurso
   *[labelled] o nome e os rótulos do alerta
  } com o `when`. Nada foi feito.
unmatched-no-instance = { $kind ->
    [budget] { $alerts } { $n ->
        [one] corresponde
       *[other] correspondem
      } a uma regra de *{ $source }* cujo comando precisa do nome de uma instância, e um orçamento não traz nenhum. Coloque as instâncias nesse comando.
    [azure] { $alerts } não { $n ->
        [one] indica
       *[other] indicam
      } uma única instância para a regra de *{ $source }*; pode faltar a dimensão ou a propriedade personalizada com o nome dela.
   *[labelled] { $alerts } não { $n ->
        [one] indica
       *[other] indicam
      } uma única instância para a regra de *{ $source }*; pode faltar o rótulo com o nome dela.
  } Nada foi feito.
unmatched-elsewhere = { $alerts } { $n ->
    [one] é
   *[other] são
  } de um workspace ou assinatura que as regras de *{ $source }* não cobrem, ou de mais de um. Nada foi feito.
unmatched-no-data = { $alerts } { $n ->
    [one] informa
   *[other] informam
  } falta de dados ou falha na consulta, e nenhuma regra de *{ $source }* menciona `DatasourceNoData` nem `DatasourceError`. Nada foi feito.
unmatched-state = { $alerts } não { $n ->
    [one] consta nem como disparado nem como resolvido
   *[other] constam nem como disparados nem como resolvidos
  }. Nada foi feito.
unmatched-date = { $alerts } { $n ->
    [one] traz
   *[other] trazem
  } uma data que não consigo ler. Nada foi feito.
unmatched-unreadable = { $alerts } { $n ->
    [one] traz um campo
   *[other] trazem campos
  } que não consigo ler. Nada foi feito.
left-out = *{ $source }*: { $n ->
    [one] 1 alerta de uma mensagem ficou
   *[other] { $n } alertas de uma mensagem ficaram
  } de fora, pois ela pedia demais de uma vez. Agrupe os alertas por menos rótulos.
left-out-by-sender = *{ $source }*: quem enviou deixou { $n ->
    [one] { $n } alerta
   *[other] { $n } alertas
  } fora da mensagem, e nada foi feito a respeito { $n ->
    [one] dele
   *[other] deles
  }. Aumente o limite na configuração do webhook (`max_alerts`) ou agrupe por mais rótulos.
alert-name = *{ $alert }*
not-understood = *{ $source }*: chegou uma requisição verificada que não entendi. Nada foi feito. Corrija-a na origem.
not-understood-command = A assinatura está certa, mas o corpo não é `{"{"}"command": "…"{"}"}`.
not-understood-words = A assinatura está certa, mas o comando está vazio.
not-understood-alerts = Isto não é o conteúdo padrão de um webhook do Alertmanager ou do Grafana, com uma lista `alerts`: não altere o formato padrão.
not-understood-azure-alert = Isto não é um alerta no esquema de alerta comum (*common alert schema*) do Azure Monitor, nem um aviso de orçamento: ative o esquema de alerta comum nesta ação.
unfitting = { $named ->
    [no] Um evento sem nome
   *[yes] O evento *{ $event }*
  } { $several ->
    [yes] corresponde a mais de uma fonte
   *[no] não corresponde a nenhuma fonte
  } do tipo `event` na configuração. Nada foi feito.
unheard-undated = *{ $source }*: chegou um evento incompleto: ele não diz o horário para o qual estava marcado. Nada foi feito. Inclua `"time": "<aws.scheduler.scheduled-time>"` na entrada do agendamento.
unheard-undated-rule = *{ $source }*: chegou um evento incompleto: ele não diz o horário para o qual estava marcado. Nada foi feito. Deixe a regra enviar o evento inteiro, que traz um `time`.
unheard-undated-timer = *{ $source }*: chegou um evento incompleto: o host do Functions não diz, em um formato que eu consiga ler, o horário para o qual estava marcado. Nada foi feito. Na próxima execução eu tento de novo.
unheard-no-command = *{ $source }*: chegou um evento incompleto: ele não traz comando, e a fonte não tem um na configuração. Nada foi feito. Dê um `command` à fonte.
not-read-too-large = *{ $source }*: chegou uma requisição grande demais, e não a li. Nada foi feito. Se era uma mensagem com muitos alertas, agrupe-os por mais rótulos.
not-read-too-slow = *{ $source }*: chegou uma requisição lenta demais, e não a li até o fim. Nada foi feito.
not-read = *{ $source }*: chegou uma requisição num formato que não consigo ler. Nada foi feito. O log tem os detalhes.
not-read-unproven = Não consegui verificar quem a enviou.
announce-head = Em { $lead } vou { $verb ->
    [start] iniciar
    [restart] reiniciar
   *[stop] parar
  } { $n ->
    [one] 1 instância
   *[other] { $n } instâncias
  }:
announce-would = Em { $lead } { $n ->
    [one] 1 instância seria { $verb ->
        [start] iniciada
        [restart] reiniciada
       *[stop] parada
      }
   *[other] { $n } instâncias seriam { $verb ->
        [start] iniciadas
        [restart] reiniciadas
       *[stop] paradas
      }
  }; isto é só uma simulação, e nada será feito:
announce-none = Por ora, não há nada para { $do } daqui a { $lead }.
announce-unknown = Não consegui ler tudo, então não sei se haverá algo para { $do } daqui a { $lead }.
announce-keep = Para manter uma delas ligada, digite `manter NOME por 2h`.
listed = { $dot } *{ $instance }*{ $size }{ $price }
proposal-head = { $n ->
    [one] 1 instância para { $do }. Nada foi feito ainda; se quiser, digite `{ $command }`.
   *[other] { $n } instâncias para { $do }, da mais cara para a mais barata. Nada foi feito ainda; digite `{ $do } NOME` ou, para todas, `{ $command }`.
  }
proposal-none = Não há nada para { $do } com `{ $command }`{ $counts }.
proposal-unknown = Não consegui ler tudo, então não sei se há algo para { $do } com `{ $command }`{ $counts }.
proposal-counts = { ":" } { $counts }
button-one = { $verb ->
    [start] Iniciar { $instance }
    [restart] Reiniciar { $instance }
   *[stop] Parar { $instance }
  }
button-keep-one = Manter { $instance } 2 h

## Keeps

keep-done = *{ $instance }* está protegida { $until }{ $because }: nenhum temporizador ou alerta meu vai pará-la antes disso. Para desfazer, digite `manter { $instance } fim`.
keep-done-many = { $names } estão protegidas { $until }{ $because }: nenhum temporizador ou alerta meu vai pará-las antes disso. Para desfazer, digite `{ $command }`.
keep-replaced = { $whose ->
    [own] { $length ->
        [shorter] Isso é menos que antes: você já protegia a instância { $until }{ $because }.
       *[longer] Antes, você protegia a instância { $until }{ $because }.
      }
   *[other] Antes, { $who } protegia a instância { $until }{ $because }; agora vale o seu pedido.
  }
keep-replaced-unreadable = O workspace já tinha uma tag para ela que não consigo ler; agora vale o seu pedido.
keep-cut = Uma tag do Azure comporta 256 caracteres, então o fim do seu motivo foi cortado.
keep-not-azure = O próprio Azure ainda pode parar { $names }, por desligamento automático ou agendamento.
keep-already = *{ $instance }* já está protegida { $until }{ $because }.
keep-already-many = { $names } já estão protegidas { $until }{ $because }.
keep-longer = *{ $instance }* já está protegida por mais tempo: por { $who } { $until }{ $because }. Deixei assim; para desfazer, digite `manter { $instance } fim`.
keep-ended = *{ $instance }* não está mais protegida: { $who } a protegia { $until }{ $because }. Temporizadores e alertas podem pará-la de novo.
keep-off = *{ $instance }* não está mais protegida. Temporizadores e alertas podem pará-la de novo.
keep-off-many = { $names } não estão mais protegidas. Temporizadores e alertas podem pará-las de novo.
keep-off-already = *{ $instance }* não está protegida; não há o que desfazer.
keep-off-already-many = { $names } não estão protegidas; não há o que desfazer.
keep-otherwise = Alguém foi mais rápido: *{ $instance }* está protegida por { $who } { $until }{ $because }. Se ainda quiser mudar isso, digite o comando de novo.
keep-off-otherwise = Alguém foi mais rápido: *{ $instance }* não está protegida. Se ainda quiser protegê-la, digite `manter { $instance } por 2h`.
keep-because = { " " }({ $because })
keep-too-long = Uma proteção dura no máximo { $days } dias, como em `manter NOME por { $days }d`. Para mais tempo, peça a quem administra o Lamplighter que deixe a instância fora do agendamento.
not-later = { $why ->
    [timer] Não consigo fazer isso depois: nenhum temporizador foi configurado para executar o que fica pendente. Nada ficou pendente. Quem administra o Lamplighter pode configurar um como mostra `docs/timers.md`.
    [key] Não consigo fazer isso depois: falta uma chave para selar o pedido. Nada ficou pendente. Quem administra o Lamplighter pode incluir `[tickets]` com `key` na configuração.
    [terminal] Um terminal não pode pedir algo para depois nem mostrar o que está pendente: o nome de usuário dele não prova nada, e ele não tem a chave. Peça em um chat.
    [machine] Uma máquina não pode pedir algo para depois: um temporizador tem a sua própria hora. Ajuste o temporizador para essa hora, sem hora no comando.
    [due] `due` é um comando só para temporizadores. Para ver o que está pendente, digite `pendentes`.
    [past] Essa hora já passou. Digite `em 2h`, `às 18:00` ou `amanhã às 08:00`.
    [far] É longe demais: um comando pode esperar no máximo { $days } dias. Para uma hora fixa todo dia, digite `agendar NOME`.
    [max] `--máximo` valeria para cada workspace. Digite um deles, como `WORKSPACE/todas`.
   *[long] O pedido é longo demais para uma tag do workspace, que comporta 256 caracteres. Digite menos instâncias, ou um padrão, como `gpu-*`.
  }
keep-over = Essa hora já passou. Digite uma que ainda venha, como `22:00`, `amanhã 08:00` ou `24/12/2026 18:00`.

## Idle shutdown and schedules

idle-done = *{ $instance }* desliga após { $idle } de inatividade.{ $was }
idle-done-many = { $names } desligam após { $idle } de inatividade.
idle-was = { " " }Antes, era após { $idle }.
idle-was-never = { " " }Antes, não tinha desligamento automático.
idle-already = *{ $instance }* já desliga após { $idle } de inatividade.
idle-already-many = { $names } já desligam após { $idle } de inatividade.
idle-otherwise = *{ $instance }*: o Azure aceitou, mas ainda mostra { $idle }. Para ver se isso muda, digite `estado { $instance }`.
idle-otherwise-none = *{ $instance }*: o Azure aceitou, mas ainda não mostra desligamento automático. Para ver se isso muda, digite `estado { $instance }`.
idle-identity = Ela tem uma identidade gerenciada: o desligamento automático por inatividade só funciona se essa identidade tiver a função Colaborador (*Contributor*) no workspace.
idle-identities = { $names } { $n ->
    [one] tem uma identidade gerenciada
   *[other] têm, cada uma, uma identidade gerenciada
  }: o desligamento automático por inatividade só funciona se essa identidade tiver a função Colaborador (*Contributor*) no workspace.
idle-off = { $n ->
    [one] { $names } continua desligando após { $idle } de inatividade
   *[other] { $names } continuam desligando por inatividade
  }: o Azure não permite desativar isso em uma instância que já existe. O máximo é { $longest }: `{ $command }`. Só uma instância nova, criada no estúdio do Azure ML, pode ficar sem desligamento automático; `manter` segura agendamentos e alertas, não o próprio Azure.
idle-off-already = { $names } não { $n ->
    [one] tem
   *[other] têm
  } desligamento automático por inatividade; não há o que desativar.
setting-gone = *{ $instance }* não existe mais; alguém a excluiu ou recriou. Nada foi configurado.
setting-failed = 🔴 Não consegui configurar { $names }: { $reason }

days-every = todo dia
days-week = em dias úteis
days-weekend = nos fins de semana
days-0 = domingo
days-1 = segunda
days-2 = terça
days-3 = quarta
days-4 = quinta
days-5 = sexta
days-6 = sábado
day = %d/%m/%Y
schedule-weekly = { $days } { $hour ->
    [one] à
   *[other] às
  } { $times }
schedule-cron = pelo cron `{ $cron }`
schedule-recurs = { $n ->
    [one] { $unit ->
        [minute] todo minuto
        [hour] toda hora
        [day] todo dia
        [week] toda semana
       *[other] todo mês
      }
   *[other] a cada { $n } { $unit ->
        [minute] min
        [hour] h
        [day] d
        [week] semanas
       *[other] meses
      }
  }
schedule-unread = em horários que não consigo ler
schedule-line = { $id }*{ $action }* { $when }, { $zone }{ $end }
zone-brasilia = horário de Brasília
schedule-next = . Próxima vez: { $time }.
schedule-off = : desativado.
schedule-failed = : 🔴 o Azure não conseguiu criar este agendamento, que não funciona. Remova e adicione de novo.
schedule-drift = Os agendamentos do Azure ignoram o horário de verão: pelos relógios de { $zone }, o horário deste é { $now } agora e { $then } a partir de { $day }.
schedule-drift-all = Os agendamentos do Azure ignoram o horário de verão: pelos relógios de { $zone }, { $n ->
    [one] este dispara
   *[other] estes disparam
  } { $by } mais { $how ->
    [earlier] cedo
   *[later] tarde
  } a partir de { $day }.
schedule-head = *{ $instance }* tem { $n ->
    [one] 1 agendamento
   *[other] { $n } agendamentos
  }:
schedule-none = *{ $instance }* não tem agendamentos. Para adicionar um: `{ $command }`.
schedule-none-of = Sem agendamentos: { $names }.
schedule-added = *{ $instance }* tem um novo agendamento:
schedule-enabled = *{ $instance }*: este agendamento está ativo de novo:
schedule-disabled = *{ $instance }*: este agendamento está desativado; o Azure o guarda:
schedule-removed = *{ $instance }* não tem mais este agendamento:
schedule-already-added = *{ $instance }* já tem este agendamento:
schedule-already-enabled = *{ $instance }*: este agendamento já está ativo:
schedule-already-disabled = *{ $instance }*: este agendamento já está desativado:
schedule-already-removed = *{ $instance }* já não tinha este agendamento:
schedule-otherwise = *{ $instance }*: o Azure aceitou, mas ainda mostra o que havia antes. Para ver se isso muda, digite `agendar { $instance }`.
schedule-full = *{ $instance }* tem { $n } agendamentos, o máximo que o Azure guarda por instância. Nada foi adicionado; remova um antes.
schedule-unknown = *{ $instance }* não tem o agendamento `{ $id }`. Nada mudou.
schedule-ambiguous = `{ $id }` corresponde a { $ids }. Nada mudou; informe mais um caractere.
schedule-crowded = *{ $instance }*: outras pessoas mudavam os agendamentos ao mesmo tempo. Para ver o que há agora, digite `agendar { $instance }`; se o seu não estiver lá, digite o comando de novo.
schedule-together = Alguém mudou os agendamentos no mesmo momento; as duas mudanças estão lá.
schedule-put-back = Alguém mudou os agendamentos no mesmo momento, e o que acabara de ser adicionado se perdeu. Coloquei de volta:
schedule-taken-away = Alguém mudou os agendamentos no mesmo momento e removeu este. Se não era para remover, adicione-o de novo:
schedule-no-crontab = O Azure não entende `{ $cron }`. Os cinco campos são minuto, hora, dia, mês e dia da semana (0 a 6, domingo é 0): cada um é `*`, um número, um intervalo crescente como `1-5`, uma lista como `1,3`, ou tem um passo como `*/2`.
schedule-never = `{ $cron }` nunca ocorre. Nada foi adicionado.
schedule-no-zone = O Azure não tem o fuso horário `{ $zone }`. Digite um como `America/Sao_Paulo` ou `Europe/Lisbon`.
schedule-no-own-zone = O Azure não tem nome para o seu fuso horário. Digite outro depois da hora, como `America/Sao_Paulo`.

## Acknowledgements

busy-here = 🟡 { $late ->
    [nowhere] Ainda estou cuidando disso. Para ver se funcionou, digite `estado` daqui a pouco.
   *[here] Ainda estou cuidando disso e aviso{ in-place } quando terminar.
  }
looking = 🟡 O Azure está demorando para responder. { $late ->
    [nowhere] Ainda estou cuidando de `{ $command }`. Para ver se funcionou, digite `estado` daqui a pouco.
   *[here] Ainda estou cuidando de `{ $command }` e aviso{ in-place } quando terminar.
  }
queued = 🟡 Estou cuidando de outros comandos; `{ $command }` está na fila. { $late ->
    [nowhere] Para ver se funcionou, digite `estado` daqui a pouco.
   *[here] Aviso{ in-place } quando terminar.
  }
throttled = 🟡 O Azure pediu para esperar { $wait } antes da próxima chamada. { $late ->
    [nowhere] Depois continuo com `{ $command }`. Para ver se funcionou, digite `estado` em seguida.
   *[here] Depois continuo com `{ $command }` e aviso{ in-place }.
  }
asking = 🟡 O Azure ainda não respondeu; não sei se aceitou `{ $command }`. { $late ->
    [nowhere] Para ver se funcionou, digite `estado` daqui a pouco.
   *[here] Vou olhar de novo e aviso{ in-place }.
  }
out-of-time-setting = O meu tempo acabou antes de eu ver o resultado de `{ $command }`. Digite o comando de novo: o que já foi feito não é feito duas vezes. { $id }
out-of-time = O meu tempo acabou antes de o Azure responder. Nada foi feito. Para tentar de novo, digite `{ $command }`. { $id }

## Confirmations

confirm-delete = Excluir *{ $instance }*? O disco do SO e tudo que está fora do compartilhamento de arquivos se perdem para sempre.
confirm-delete-job = Excluir *{ $instance }*? Ela está executando um job, que seria encerrado. O disco do SO e tudo que está fora do compartilhamento de arquivos se perdem para sempre.
confirm-delete-jobs = { $n ->
    [one] 1 job está em execução nela ou à espera dela
   *[other] { $n } jobs estão em execução nela ou à espera dela
  }: { $jobs }.
jobs-not-wanted = Não verifiquei se há jobs esperando por ela.
jobs-forbidden = Não verifiquei os jobs: o Lamplighter não tem permissão para ler os de { $places }.
jobs-failed = Não verifiquei os jobs de { $places }: { $reason }
jobs-untold = Não verifiquei os jobs: o Azure não listou a tempo os de { $places }.
jobs-in-part = Verifiquei só os jobs mais recentes de { $places }.
jobs-of-somewhere = um workspace
confirm-bulk = { $verb ->
    [start] Iniciar
    [restart] Reiniciar
    [stop] Parar
   *[other] Continuar com
  } estas { $n }?
confirm-make = Criar *{ $instance }*?
make-terms = Modelo *{ $blueprint }*: { $size }{ $price }. Para { $who }. Ela desliga após { $idle } de inatividade.
make-price = , { $hour } por hora, { $month } por mês se nunca parar
make-schedules = Ela tem { $schedules }.
make-renewal = Ela entra no lugar de *{ $instance }*, com as mesmas tags e agendamentos. { $is_latest ->
    [yes] A imagem do SO de *{ $instance }* já é a mais recente.{" "}
   *[no] { "" }
  }{ $how ->
    [stopped] *{ $instance }* fica como está, parada.
    [working] *{ $instance }* está executando um job. Se ele ainda estiver em execução quando a nova estiver rodando, deixo as duas rodando, e ambas são cobradas.
   *[other] *{ $instance }* será parada quando a nova estiver rodando, e não será excluída.
  } Não é levado: { $losses }. Os arquivos do compartilhamento (`~/cloudfiles`) estão nas duas.
renew-both = Enquanto *{ $instance }* estiver rodando, as duas são cobradas.
renew-stop = Se *{ $old }* ainda estiver rodando quando a nova também estiver, digite `parar { $old }`.
renew-left = *{ $old }* fica como está.
renewed = *{ $instance }* continua existindo, parada. Quando tudo estiver certo com a nova, digite `excluir { $instance }`.
not-made-no-blueprint = Não há modelo para os seus workspaces, então não posso criar instâncias neles. Quem administra o Lamplighter pode adicionar um; sem ele, instâncias são criadas no estúdio do Azure ML, em Computação, ou com *az ml compute*. `listar` mostra as que existem.
not-made-typed = Não há um modelo `{ $typed }` aqui.{" "}
not-made-several = { $typed }Escolha uma destas opções: { $commands }.
not-made-nameless = `{ $blueprint }` é um modelo. Digite `criar NOME do modelo { $blueprint }` com um nome à sua escolha.
not-made-name = O Azure não aceita o nome `{ $name }`: { name-rule }
name-rule = de 3 a 24 letras (a–z, sem acento), números e hifens, começando por letra e sem hífen antes de números no final.
blueprints-head = Digite `criar NOME do modelo MODELO` com um nome à sua escolha. { $n ->
    [one] O modelo:
   *[other] Os modelos:
  }
blueprints-line = *{ $blueprint }*: { $size }, desliga após { $idle } de inatividade{ $places }
blueprints-in = , em { $on }
not-made-nobody = Não sei o seu id no Entra ID, e mais ninguém poderia abrir a instância. Quem administra o Lamplighter pode adicioná-lo em `[people]`. Para criá-la para outra pessoa, acrescente `para PESSOA`.
not-made-taken = { $how ->
    [failed] *{ $instance }* já existe, e a criação dela falhou. Digite `excluir { $instance }` antes, ou escolha outro nome.
    [deleting] *{ $instance }* está sendo excluída. O nome fica livre quando ela sumir; ou escolha outro nome.
   *[other] *{ $instance }* já existe. Escolha outro nome.
  }
not-made-most = { $each ->
    [yes] O modelo *{ $blueprint }* permite { $most } por pessoa, e esse limite já foi atingido
   *[no] O modelo *{ $blueprint }* permite { $most } ao todo, e esse limite já foi atingido
  }{ $made }. `excluir NOME` abre espaço.
not-made-those = : { $names }
not-made-unfinished = { $how ->
    [failed] A criação de *{ $instance }* não terminou, então não há o que renovar. Digite `excluir { $instance }` e crie a instância de novo.
   *[other] *{ $instance }* ainda está sendo criada. Digite `renovar { $instance }` quando ela estiver rodando.
  }
not-made-replaced = { $how ->
    [failed] *{ $new }* ia substituir *{ $old }*, mas a criação falhou. Digite `excluir { $new }` e depois `renovar { $old }`.
    [running] *{ $new }* já substitui *{ $old }*. Quando tudo estiver certo com ela, digite `excluir { $old }`.
    [working] *{ $new }* já substitui *{ $old }*. Quando tudo estiver certo com ela, digite `excluir { $old }`.
   *[other] *{ $new }* já substitui *{ $old }*, e está { $state } agora. `estado { $new }` mostra mais.
  }
not-made-unfit = Nenhum modelo cria uma instância como *{ $instance }*: o tamanho, a rede ou a identidade são outros, ou não consigo ler o dono ou os agendamentos dela. { $latest ->
    [yes] A imagem do SO dela é a mais recente; não é preciso renovar.
   *[no] `desatualizadas { $instance }` mostra como renová-la manualmente.
  }
confirm-idle = Mudar o desligamento automático por inatividade destas { $n }?
confirm-some = { $verb ->
    [start] Iniciar
    [restart] Reiniciar
    [stop] Parar
   *[other] Continuar com
  } { $most } destas { $n }, das mais caras para as mais baratas?
confirm-jobs = { $n ->
    [one] { $names } está executando um job, que seria encerrado.
   *[other] { $names } estão executando jobs, que seriam encerrados.
  }
confirm-for = Os botões valem por { $minutes } min, e só para você.
confirm-long = Para fazer isso, cole esta linha depois de `/ci fazer` em até { $minutes } min. Ela só vale para você.
confirm-typed = Para fazer isso, me mencione com esta linha em até { $minutes } min. Ela só vale para você.
button-delete = Excluir
button-keep = Não excluir
button-start = Iniciar
button-stop = Parar
button-restart = Reiniciar
button-make = Criar { $instance }
button-idle = Mudar { $n }
button-bulk = { $verb ->
    [start] Iniciar { $n }
    [restart] Reiniciar { $n }
   *[stop] Parar { $n }
  }
button-never-mind = Deixar como está
never-minded = Deixei como está. Nada foi feito.
confirmed = Pode deixar: `{ $command }`.
ticket-expired = Essa confirmação só valia por { $minutes } min. Para eu perguntar de novo, digite `{ $command }`.
button-expired = Esse botão é antigo demais. Para fazer isso agora, digite `{ $command }`.
ticket-unfitting = Essa confirmação não vale mais: o que ela menciona mudou, ou ela foi feita para outra pessoa. Nada foi feito. Para eu perguntar de novo, digite `{ $command }`.
ticket-malformed = Essa confirmação não é minha, ou foi alterada no caminho. Nada foi feito.

## Commands that were not understood

too-long = Isso passa dos { $most } caracteres que eu leio. Digite algo mais curto; um padrão, como `gpu-*`, vale por muitos nomes.
unknown-verb = Não conheço `{ $word }`. Conheço, por exemplo, `listar`, `estado NOME`, `iniciar NOME`, `parar NOME`, `manter NOME por 2h` e `custo`; `ajuda` mostra o resto.
only-names = Não entendi `{ $word }`, por isso só olhei; `ajuda` mostra o que conheço.
unknown-verb-meant = Não conheço `{ $word }`. Você quis dizer { $meant }?
unknown-option = Não conheço a opção `{ $option }`. `ajuda` mostra as que existem.
unknown-option-meant = Não conheço a opção `{ $option }`. Você quis dizer { $meant }?
option-not-here = `{ $option }` não faz sentido com *{ $verb }*. Veja `ajuda { $verb }`.
option-not-here-meant = `{ $option }` não faz sentido com *{ $verb }*. Digite { $meant } ou veja `ajuda { $verb }`.
option-needs-value = `{ $option }` precisa de algo depois, como em `{ $example }`.
value-unfit = `{ $option }` não pode ser `{ $value }`: { $kind ->
    [owner] digite um nome, uma menção ou um ID de objeto do Entra
   *[other] digite um nome
  }, como em `{ $example }`.
option-twice = `{ $option }` aparece duas vezes. Basta uma.
target-missing = Qual delas? Digite `{ $verb } NOME`. `listar` mostra o que há.
one-by-name = `{ $verb }` aceita uma instância por vez, pelo nome: `{ $verb } NOME`.
create-what = Digite `criar NOME` com um só nome, à sua escolha, por exemplo `criar NOME do modelo MODELO para PESSOA`. `criar`, sozinho, mostra os modelos.
not-a-name = `{ $name }` significa outra coisa para mim, então não posso dar esse nome a uma instância nova. Escolha outro: { name-rule }
schedules-of-one = Agendamentos mudam em uma instância por vez, pelo nome: `agendar NOME adicionar parar dias úteis às 20:00`. Para várias, quem administra o Lamplighter pode configurar um temporizador, como mostra `docs/timers.md`.
not-a-target = `{ $word }` não pode ser o nome de uma instância. Nomes têm letras, dígitos e hifens; `*` vale por qualquer sequência deles.
not-a-count = `{ $option }` pede um número a partir de 1, como em `{ $example }`.
keep-how-long = Por quanto tempo? Digite `manter { $name } por 2h`, `manter { $name } até 22:00` ou `manter { $name } fim`.
not-a-duration = Não entendi a duração `{ $words }`. Digite algo como `45m`, `2h` ou `1d12h`.
not-a-since = Não entendi a hora `{ $words }`. Digite `8h`, `18:00`, `ontem` ou `24/12/2026 18:00`.
not-a-time = Não entendi a hora `{ $words }`. Digite `22:00`, `amanhã 08:00` ou `24/12/2026 18:00`.
not-a-time-meant = `{ $words }` não diz a hora exata. Digite { $meant }.
idle-how-long = Depois de quanto tempo? Digite `inatividade { $name } 2h` ou `inatividade { $name } fim`. `estado { $name }` mostra a configuração atual.
idle-out-of-range = O Azure desliga uma instância inativa depois de 15 minutos, no mínimo, e de 3 dias, no máximo. Digite algo entre os dois, como `inatividade NOME 2h`.
idle-in-seconds = O Azure conta a inatividade em minutos inteiros. Digite sem segundos, como `inatividade NOME 20m`.
schedule-what = O que fazer com os agendamentos dela? Digite `agendar NOME adicionar parar dias úteis às 20:00`, ou `ativar`, `desativar` ou `remover` e um id. `agendar NOME` mostra quais há.
schedule-which = Qual agendamento? `agendar { $name }` mostra os ids. Digite o id no fim, como em `agendar { $name } remover ID`. Um comando para depois não é um agendamento: para cancelar, digite `pendentes { $name } fim`.
timetable-missing = Quando? Digite dias e uma hora, como `dias úteis às 20:00`, ou os cinco campos do cron, como `0 20 * * 1-5`; depois, um fuso horário, se não for o seu.
not-a-timetable = Não entendi o horário `{ $words }`. Digite dias e uma hora, como `dias úteis às 20:00`, ou os cinco campos do cron, como `0 20 * * 1-5`; depois, um fuso horário, se não for o seu.
announce-what = O que devo anunciar? Um agendamento pode usar `anunciar parar todas em 30m`; `iniciar` e `reiniciar` também podem ser anunciados.
announce-when = Quando vai ser? Um agendamento pode usar `anunciar parar todas em 30m`.
leftover = Entendi `{ $understood }`, mas não `{ $rest }`. Tire isso ou veja `ajuda { $verb }`.
leftover-meant = Não fiz nada, porque não entendi `{ $rest }`. Você quis dizer { $meant }?
leftover-acts = Não fiz nada: não entendi `{ $rest }` e não faço nada sem isso. Veja `ajuda { $verb }`.
did-you-mean = Não fiz nada. Você quis dizer { $meant }?
negated = Isso diz o que não fazer, então não fiz nada. Digite o que devo fazer, por exemplo { $meant }.
one-at-a-time = Um comando de cada vez: não fiz nada. Digite primeiro `{ $first }`.
elsewhere = { $what ->
    [create] Para criar uma instância, digite `criar NOME`; para substituir uma antiga, `renovar NOME`. Não renomeio nem copio instâncias. `{ $see }` mostra as que existem, e `criar`, o que dá para criar.
    [resize] Não mudo o tamanho de uma instância. Crie outra, do tamanho certo, no estúdio do Azure ML, em Computação. `{ $see }` mostra o tamanho atual. Para a imagem de SO mais recente, digite `desatualizadas { $name }`.
    [open] Não abro aplicativos. `{ $see }` mostra os links do Jupyter enquanto a instância está rodando.
    [connect] Não abro um terminal. O estúdio do Azure ML tem um, e *az ml compute connect-ssh* conecta por SSH. `{ $see }` mostra o que está rodando.
    [confirm] Não perguntei nada que uma palavra responda; por isso não fiz nada. Para confirmar, clique no botão abaixo da minha pergunta ou digite o `confirmar CÓDIGO` dela. `{ $see }` mostra o estado atual.
    [history] Não guardo histórico. O que agendamentos e alertas fizeram aparece nos canais deles. `{ $see }` mostra o estado atual e desde quando.
    [permissions] Quem administra o Lamplighter decide o que cada pessoa pode fazer, nas permissões da configuração. `{ $see }` mostra o que você pode fazer.
    [logs] Não tenho os logs do que roda em uma instância. Eles estão no estúdio do Azure ML. `{ $see }` mostra o estado e o que o Azure informa sobre ela.
   *[cancel] Não consigo desfazer o que o Azure já aceitou. `pendentes` mostra o que está pendente, e `pendentes { $name } fim` cancela; `manter { $name } fim` termina uma proteção, e `agendar { $name }` mostra os agendamentos. Um job se encerra no estúdio do Azure ML. `{ $see }` mostra o estado atual.
  }

## Refusals, and instances that were not found

nameless = Não sei quem você é: a mensagem veio sem um id do Entra, como vêm as de bots e de alguns convidados. Nada foi feito.
overloaded-caller = Você já tem { $n ->
    [one] 1 comando
   *[other] { $n } comandos
  } em andamento aqui, o máximo que aceito de cada um ao mesmo tempo. Nada foi feito. Tente de novo quando um deles terminar.
overloaded = Já estou cuidando de { $n ->
    [one] 1 comando
   *[other] { $n } comandos
  }, o máximo que aceito ao mesmo tempo. Nada foi feito. Tente de novo daqui a um minuto.
no-grants = Você ainda não tem permissão para nada aqui. Quem administra o Lamplighter pode liberar; você é `{ $caller }`.
may = Em { $on } você pode usar { $may }.
not-this-verb = Em { $on } você pode usar { $may }, mas não `{ $verb }`. Fale com { $asked }.
not-any = Você não tem permissão para `{ $verb }` em nenhuma instância. Fale com quem administra o Lamplighter.
ask-owner = um responsável por { $on }
ask-operator = quem administra o Lamplighter
whose = { $known ->
    [name] *{ $instance }* é de { $owner }
    [id] *{ $instance }* é de outra pessoa
   *[no] O Azure não diz de quem é *{ $instance }*
  }
not-yours = { $whose }; você só pode usar `{ $verb }` em { $places }.
not-for-others = Você só pode usar `{ $verb }` em { $places }. Para criar *{ $instance }* para você, deixe `para` de fora.
not-there = Você só pode usar `{ $verb }` em { $places }, e não em *{ $instance }*.
none-of-these = { $own ->
    [only] Estas instâncias não são suas; você só pode usar `{ $verb }` em suas próprias instâncias.
   *[also] Você só pode usar `{ $verb }` em { $places }, e estas instâncias não estão aí.
  }
other-channel = `{ $what }` só é permitido em alguns canais, e este não é um deles. Quem administra o Lamplighter sabe quais são.
not-by-channel = Um canal não recebe permissão para `{ $verb }`, só uma pessoa. Fale com quem administra o Lamplighter.
not-by-machine = Agendamentos, scripts e alertas não podem usar `{ $verb }`: uma pessoa precisa confirmar.
not-by-force = Você pode usar `{ $verb }` em *{ $instance }*, mas não com `--forçar`: encerrar o trabalho de alguém exige a permissão *forçar*, que você { $held ->
    [elsewhere] só tem em { $places }
   *[nowhere] não tem
  }. Fale com { $asked }.
nobody-known = Não sei quem você é no Entra; por isso não sei quais instâncias são suas. Quem administra o Lamplighter pode incluir você em `[people]`; você é `{ $caller }`.
not-seen = Não encontrei { $names }.{ $done ->
    [yes] { "" } Nada foi feito.
   *[no] { "" }
  } `listar` mostra o que você pode ver.
ambiguous-mine = Você tem { $count } instâncias. Qual delas? Digite { $places }.
is-workspace = *{ $name }* é um workspace, não uma instância. Para tudo o que há nele, digite `{ $command }`.
not-seen-meant = Não encontrei { $names }. Você quis dizer { $meant }?
ambiguous = Há mais de uma *{ $name }*. Digite { $places }.
no-such-state = Não conheço o estado `{ $state }`. Os estados são { $states }.
no-such-owner = Não sei quem é `{ $owner }`{ $there ->
    [no] , e o Azure não diz de quem são as instâncias que você pode ver. `listar` mostra quais são
   *[yes] . Quem tem instâncias aqui: { $names }. `listar` mostra de quem é cada instância
  }.
several-owners = `{ $owner }` pode ser mais de uma pessoa. Digite { $commands }.
nothing-fits = Nada do que você pode ver corresponde a `{ $selection }`. `listar` mostra o que há.

## For the owner of an instance that somebody else starts or stops, behind their name

owner-told = *{ $who }* { $done ->
    [yes] { $verb ->
        [start] iniciou
        [restart] reiniciou
        [delete] excluiu
        [create] criou
       *[stop] parou
      }
   *[no] { $verb ->
        [start] está iniciando
        [restart] está reiniciando
        [delete] está excluindo
        [create] está criando
       *[stop] está parando
      }
  } { $names }{ $why }.
owner-why = {" "}por causa de *{ $name }*

## Errors from Azure

nothing-of-size = Nada do que você pode ver corresponde a `{ $selection }`. Fora o tamanho, correspondem instâncias de { $sizes }.
unknown-size = Deixei { $names } de fora: o Azure não informa o tamanho { $n ->
    [one] dela
   *[other] delas
  }, ou é de uma família que não conheço.
nothing-done = Nada foi feito.
failed-line = 🔴 *{ $instance }*: { $reason }
left-broken = 🔴 *{ $instance }*: { $reason } O que restou dela ocupa o nome: antes de tentar de novo, digite `excluir { $instance }`.
unread = 🔴 Não consegui ler *{ $workspace }*: { $reason }
unread-somewhere = 🔴 Não consegui ler um dos workspaces: { $reason }
fail-not-found = o Azure não tem essa instância.
fail-no-workspace = o Azure não tem um workspace com o nome que está na configuração. Quem administra o Lamplighter pode corrigir. { $id }
fail-no-resource-group = o Azure não tem um grupo de recursos com o nome que está na configuração. Quem administra o Lamplighter pode corrigir. { $id }
fail-no-subscription = o Azure não tem uma assinatura com o id que está na configuração. Quem administra o Lamplighter pode corrigir. { $id }
fail-on = { " " }em { $scope }
fail-forbidden = o Azure recusou: falta `{ $action }` ao Lamplighter{ $on }. Quem administra o Azure concede com a função *{ $role }* de `infra/azure`; `lamplighter check` mostra tudo o que falta. { $id }
fail-forbidden-elsewhere = o Azure recusou: falta `{ $action }` ao Lamplighter{ $on }. Quem administra o Azure concede com uma função que tenha essa ação. { $id }
fail-forbidden-some = o Azure recusou: falta uma permissão ao Lamplighter, e o Azure não diz qual. Quem administra o Lamplighter descobre o que falta com `lamplighter check`. { $id }
missing-rights = Tudo o que falta ao Lamplighter para isso em { $workspace }: { $rights }.
missing-right = `{ $action }` (função *{ $role }*)
fail-locked = o Azure recusou: um bloqueio de recurso protege a instância. Quem criou o bloqueio pode retirá-lo. { $id }
fail-azure-policy = o Azure recusou: uma política da sua organização não permite isso. Quem administra as políticas do Azure sabe dizer qual. { $id }
fail-deny-assignment = o Azure recusou: uma atribuição de negação proíbe `{ $action }`, sejam quais forem as funções do Lamplighter. Ela aparece no portal do Azure, em Controle de acesso (IAM), e quem a criou pode retirá-la. { $id }
fail-deny-assignment-some = o Azure recusou: uma atribuição de negação proíbe isso, sejam quais forem as funções do Lamplighter. Ela aparece no portal do Azure, em Controle de acesso (IAM), e quem a criou pode retirá-la. { $id }
fail-private-network = o Azure recusou: o acesso pela rede pública está desativado, e o Lamplighter não vem da rede privada. Quem administra essa rede pode liberar o acesso. { $id }
fail-subscription-disabled = o Azure recusou: a assinatura está desativada. Quem a administra vê o motivo no portal do Azure e pode reativá-la. { $id }
fail-subscription-type = o Azure recusou: este tipo de assinatura não permite isso. Quem administra a assinatura sabe dizer qual delas permite. { $id }
fail-not-registered = o Azure recusou: a assinatura não está registrada para `{ $namespace }`. Quem a administra pode registrá-la: `az provider register --namespace { $namespace }`. { $id }
fail-not-registered-some = o Azure recusou: a assinatura não está registrada para um serviço de que isso precisa. Quem a administra pode registrá-la em Provedores de recursos, no portal do Azure. { $id }
fail-api-version = o Azure não tem essa chamada nesta nuvem, região e api-version. Quem administra o Lamplighter pode definir outra `azure.api_version` (ou `idle_api_version`, `schedules_api_version`) e conferir `azure.cloud`. { $id }
fail-token-refused = o Microsoft Entra não deixou o Lamplighter entrar ({ $code }). Quem administra o Lamplighter precisa verificar o segredo ou a identidade dele. { $id }
fail-credential = o Lamplighter não tem uma credencial do Azure que funcione. Quem o administra descobre por quê com `lamplighter check`. { $id }
fail-token-service = o serviço com que o Lamplighter se identifica não responde, ou está fora do ar. Costuma passar: tente de novo em um minuto. { $id }
fail-token-tenant = o Azure não aceitou a autenticação do Lamplighter: ele se autentica em um locatário (*tenant*) que não é o da assinatura. Quem administra o Lamplighter pode comparar `AZURE_TENANT_ID` com a assinatura. { $id }
fail-token-audience = o Azure não aceitou a autenticação do Lamplighter: ela é de outra nuvem ou de outro serviço. Quem administra o Lamplighter pode conferir `azure.cloud` na configuração. { $id }
fail-token-rejected = o Azure não aceitou a autenticação do Lamplighter. Quem administra o Lamplighter descobre por quê com `lamplighter check`. { $id }
fail-conflict = o Azure ainda está fazendo outra operação com ela. Tente de novo em um minuto. { $id }
fail-look-too-old = o Azure está respondendo tão devagar que o que eu vi já estava desatualizado antes de eu agir, então não mexi nela. Tente de novo em alguns minutos. { $id }
fail-throttled = o Azure pediu para esperar { $wait } antes da próxima chamada. Tente de novo depois disso. { $id }
fail-name-taken = o nome já está em uso: nomes de instâncias são únicos em uma região, também entre as de outras pessoas. Escolha outro. { $id }
fail-quota = a cota da assinatura para este tamanho, ou para a região, não é suficiente. Parar uma instância não libera cota: exclua uma de que ninguém precise ou peça mais cota a quem administra a assinatura. { $id }
fail-no-capacity = o Azure não tem nenhuma máquina deste tamanho livre na região agora. Tente de novo mais tarde. { $id }
fail-disk-full = o disco dela está cheio. { audit-do-disk-full }
audit-do-disk-full = Libere 1–2 GB pelo terminal dela antes de parar ou reiniciar; arquivos temporários devem ficar em `/mnt`. Não execute `sudo shutdown` nela.
status-head-since = { $dot } *{ $instance }* está { $state } { $since }.
fail-not-stopped = o Azure só inicia uma instância parada, e esta não está. `estado` mostra o que ela está fazendo. { $id }
fail-unusable = o Azure diz que ela está inutilizável. `reiniciar` costuma resolver; se não resolver, exclua e recrie a instância. { $id }
fail-too-many-tags = o workspace já tem 50 tags, o máximo que o Azure permite. Quem administra o workspace pode remover uma que não faça falta. { $id }
fail-timed-out = o Azure desistiu: demorou demais. Veja `estado` e tente de novo. { $id }
fail-server = o Azure está com um erro interno (HTTP { $status }). Tente de novo em alguns minutos. { $id }
fail-unreachable = não consigo falar com o Azure. Tente de novo em alguns minutos. { $id }
fail-unanswered = o Azure não respondeu. Tente de novo em alguns minutos. { $id }
fail-garbage = algo que não é o Azure respondeu no lugar dele, talvez um proxy. Quem administra o Lamplighter precisa verificar. { $id }
fail-list-too-long = a lista é maior do que os 64 MB, ou os 15 minutos, que eu leio. Digite menos instâncias ou fale com quem administra o Lamplighter. { $id }
fail-list-loops = a lista do Azure volta a uma página que ele já deu, então não a conheço inteira. Tente de novo; se acontecer outra vez, quem administra o Lamplighter precisa verificar. { $id }
fail-foreign = a resposta do Azure apontou para outro host, e eu não sigo para lá. Quem administra o Lamplighter precisa verificar. { $id }
fail-making = a criação falhou{ $code }. { $id }
fail-azure-refused = o Azure recusou{ $code }. { $id }

## Status and lists

status-head = { $dot } *{ $instance }* está { $state }{ $since }.
status-since = { $since }{ $ago }{ $cause }
status-for = { " " }(há { $ago })
status-cause = , { $did ->
    [start] iniciada { $by }
    [restart] reiniciada { $by }
    [create] criada { $by }
   *[same] { $by }
  }
status-size = Tamanho { $size }
status-price-if = { $money } por hora quando roda
status-owner = pertence a { $owner }
status-owner-you = é sua
status-idle = desliga após { $idle } de inatividade
status-idle-none = sem desligamento automático por inatividade
status-idle-unreadable = desligamento automático em um formato que não consigo ler
status-schedules = { $n ->
    [one] 1 agendamento
   *[other] { $n } agendamentos
  }
status-schedules-next = { $n ->
    [one] 1 agendamento
   *[other] { $n } agendamentos
  }, { $action ->
    [start] próximo início
   *[stop] próxima parada
  }: { $time }
status-keep-unreadable = Alguém a protege, mas não consigo ler a tag `{ $tag }`. Nenhum temporizador ou alerta meu vai pará-la. Para remover a tag, digite `manter { $instance } fim`.
status-keep-unknown = Não consegui ver agora se alguém a protege.
status-kept = Protegida por { $who } { $until }{ $because }.
status-by = { " " }{ $by }
status-last = Última operação: { $did }{ $by } { $at }.
status-last-running = Última operação: { $operation ->
    [create] criação pedida
    [start] início pedido
    [stop] parada pedida
    [restart] reinício pedido
    [resize] redimensionamento pedido
    [delete] exclusão pedida
   *[other] { $operation }
  }{ $by }, { $since }; ainda não terminou.
status-last-failed = Última operação: { $operation ->
    [create] criação pedida
    [start] início pedido
    [stop] parada pedida
    [restart] reinício pedido
    [resize] redimensionamento pedido
    [delete] exclusão pedida
   *[other] { $operation }
  }{ $by } { $at }; falhou.
by-user = manualmente
by-schedule = por um agendamento
by-idle = pelo desligamento automático por inatividade
by-other = por { $by }
status-error = 🔴 O Azure diz: { $error }
status-left = O que restou dela ocupa o nome: antes de criá-la de novo, digite `excluir { $instance }`.
status-stuck = 🔴 O Azure nunca leva tanto tempo: ela travou. { audit-do-stuck }
status-image-of = A imagem do SO é { $version }, e a mais recente é { $latest }. `desatualizadas { $instance }` mostra como renovar a instância.
status-image = A imagem do SO está desatualizada. `desatualizadas { $instance }` mostra como renovar a instância.
status-open = Abrir { $links }
status-apps = Só o dono pode abrir Jupyter, JupyterLab e RStudio.
list-line = { $dot } *{ $instance }* { $state }{ $since }{ $facts }
list-price = { $money }/h{ $runs ->
    [yes] { "" }
   *[no] { " " }quando ligada
  }
list-you = você
list-head = { $total ->
    [one] 1 instância
   *[other] { $total } instâncias
  }: { $counts }.
list-empty = Não há nada aqui que você possa ver.
list-cut = … e mais { $more }. Filtre com um padrão, como `gpu-*`, ou com `--estado rodando`.
count-state = { $n } { $state }

## Audits

audit-head = { $total ->
    [one] 1 instância
   *[other] { $total } instâncias
  }, { $n } com algo a resolver: { $counts }.
audit-nothing = { $total ->
    [one] 1 instância
   *[other] { $total } instâncias
  }: nada a apontar.
audit-idle-untold = O Azure não mostra tempo de inatividade em nenhuma destas em { $workspaces }: ou não está definido, ou a api-version `{ $version }` não o devolve. Quem administra o Lamplighter pode comparar com outra `api_version`.
audit-unknown = O Azure não diz { $what }.
audit-line = { $dot } *{ $instance }*: { $findings }. { $remedy }
audit-cut = … e mais { $more }. Filtre com um padrão, como `gpu-*`.

# Os achados de uma instância.
audit-unusable = { $state }{ $because }
audit-disk-full = disco cheio
audit-stuck = { $state } há { $ago }
audit-ssh-public = acesso público por SSH ligado
audit-no-idle-shutdown = sem desligamento automático por inatividade
audit-running-long = rodando há { $ago }
audit-image-outdated = imagem do SO desatualizada, { $known ->
    [yes] com { $age }
   *[no] idade desconhecida
  }{ $versions }
audit-versions = { " " }({ $version }; a mais recente é { $latest })
audit-idle-shutdown-may-fail = desligamento automático pode não funcionar (identidade gerenciada)
audit-azure-error = o Azure informa { $code }
audit-owner-unknown = o Azure não diz quem é o dono
audit-local-auth = autenticação local ligada
audit-no-vnet = fora de uma rede virtual
audit-state-unknown = o Azure não diz o estado dela
audit-running-since-unknown = o Azure não diz desde quando ela está rodando
audit-idle-unreadable = o tempo de inatividade dela está em um formato que não consigo ler
audit-image-unknown = o Azure não diz se a imagem do SO dela é a mais recente
audit-ssh-unknown = o Azure não diz se o acesso público por SSH está ligado

# O mesmo para { $n } instâncias, na primeira linha. O que não se sabe vem depois de "O Azure não diz".
audit-count-unusable = { $n } com falha ou { $n ->
    [one] inutilizável
   *[other] inutilizáveis
  }
audit-count-disk-full = { $n } com o disco cheio
audit-count-stuck = { $n } { $n ->
    [one] travada
   *[other] travadas
  }
audit-count-ssh-public = { $n } com acesso público por SSH
audit-count-no-idle-shutdown = { $n } sem desligamento automático por inatividade
audit-count-running-long = { $n } rodando há mais de { $longest }
audit-count-image-outdated = { $n } com imagem do SO desatualizada
audit-count-idle-shutdown-may-fail = { $n } com desligamento automático que pode não funcionar
audit-count-azure-error = { $n } com erro
audit-count-owner-unknown = { $n } sem dono
audit-count-local-auth = { $n } com autenticação local
audit-count-no-vnet = { $n } fora de uma rede virtual
audit-count-state-unknown = o estado de { $n }
audit-count-running-since-unknown = desde quando { $n ->
    [one] 1 está
   *[other] { $n } estão
  } rodando
audit-count-idle-unreadable = o tempo de inatividade de { $n } em um formato que eu consiga ler
audit-count-image-unknown = se a imagem do SO de { $n } é a mais recente
audit-count-ssh-unknown = se { $n ->
    [one] 1 tem
   *[other] { $n } têm
  } acesso público por SSH

# O que fazer a respeito.
audit-do-unusable-now = `reiniciar { $instance }` costuma resolver; se não resolver, exclua e recrie a instância.
audit-do-unusable = Para corrigir, exclua e recrie a instância.
audit-do-running-long = Se ninguém precisa dela, digite `parar { $instance }`.
audit-do-running-job = Quando o job terminar, digite `parar { $instance }`.
audit-do-no-idle-shutdown = Para definir um, digite `inatividade { $instance } 1h`.
audit-do-idle-shutdown-may-fail = Dê à identidade dela a função Colaborador (*Contributor*) no workspace.
audit-do-image-outdated = Para ver como renovar, digite `desatualizadas { $instance }`.
audit-do-ssh-public = O acesso público por SSH não pode ser desligado depois. Crie uma instância nova sem ele, com `renovar { $instance }` ou no estúdio do Azure ML.
audit-do-azure-error = Para saber mais, digite `estado { $instance }`.
audit-do-owner-unknown = Descubra de quem ela é.
audit-do-local-auth = A autenticação local só pode ser desligada na criação de uma instância: `disableLocalAuth` no modelo do ARM.
audit-do-no-vnet = A rede é definida na criação: crie uma instância nova dentro de uma rede virtual.

## Costs

cost-none = Nenhuma instância está rodando.
cost-head = { $n ->
    [one] 1 instância está rodando
   *[other] { $n } instâncias estão rodando
  }: *{ $hour } por hora*, { $day } por dia, a preço de tabela.
cost-head-unpriced = { $n ->
    [one] 1 instância está rodando. Não consegui o preço dela.
   *[other] { $n } instâncias estão rodando. Não consegui os preços delas.
  }
cost-workspace = *{ $workspace }*: { $hour } por hora, { $day } por dia, { $n } rodando
cost-workspace-unpriced = *{ $workspace }*: preço desconhecido, { $n } rodando
cost-run = { $dot } *{ $instance }* ({ $who }): { $hour } por hora{ $since }{ $far }; se ficar ligada { $until }, mais { $more }
cost-run-unpriced = { $dot } *{ $instance }* ({ $who }){ $since }: preço desconhecido
cost-rest = { $dot } *{ $instance }* está { $state }. Quando roda, custa { $hour } por hora, a preço de tabela.
cost-rest-unpriced = { $dot } *{ $instance }* está { $state }. Não consegui o preço dela.
cost-since = { "," } { $since }
cost-far = { ":" } { $money } até agora
cost-runs = Desde que foram ligadas, já custaram { $part ->
    [no] { $far }
   *[yes] pelo menos { $far }
  }; se ficarem ligadas { $until }, mais { $more }.
cost-no-prices = 🔴 Não consegui ler os preços: { $reason }
cost-owner = { $who }: { $hour } por hora, { $day } por dia ({ $names })
cost-owner-unpriced = { $who }: preço desconhecido ({ $names })
cost-unpriced = { $n ->
    [one] { $n } não incluída
   *[other] { $n } não incluídas
  }, porque não consegui o preço: { $names }.
cost-between = { $n ->
    [one] { $n } não incluída
   *[other] { $n } não incluídas
  }; mudando de estado ou com problema: { $names }.
cost-between-one = *{ $instance }* ({ $state })
cost-stopped = { $n ->
    [one] { $n } parada: não incluída
   *[other] { $n } paradas: não incluídas
  }, mas disco, IP público e balanceador de carga continuam sendo cobrados.
cost-more = … e mais { $n }
saved-head = As instâncias paradas { $since } e que continuam paradas já economizaram *{ $money }*:
saved-head-alone = As instâncias paradas { $since } e que continuam paradas já economizaram *{ $money }*, a preço de tabela:
saved-unpriced = Paradas { $since } e que continuam paradas; não consegui os preços:
saved-note = O Azure guarda só a última parada de cada instância: aqui faltam as paradas das que foram iniciadas de novo. Quem administra o Lamplighter encontra todas com a consulta *Saved this month* (`docs/logs-and-alarms.md`), e a fatura completa em *Análise de custos* no portal do Azure.
saved-none = Nenhuma instância que está parada agora foi parada { $since }.
saved-line = ⚪ *{ $instance }* { $money }: parada{ $by } { $at }, há { $ago }
saved-line-unpriced = ⚪ *{ $instance }*: parada{ $by } { $at }, há { $ago }; preço desconhecido

## Old images

outdated-head = { $n } de { $total ->
    [one] 1 instância
   *[other] { $total } instâncias
  } com imagem do SO desatualizada, da mais antiga para a mais nova. `desatualizadas { $first }` mostra como { $n ->
    [one] renová-la
   *[other] renovar a primeira
  }.
outdated-nothing = { $total ->
    [one] 1 instância
   *[other] { $total } instâncias
  }: não encontrei imagem do SO desatualizada.
outdated-line = { $dot } *{ $instance }*: { $found }
outdated-lost = O Azure nunca atualiza uma instância existente: crie uma nova com a configuração dela, leve o que você precisa e depois exclua a antiga. A nova compartilha os arquivos de `~/cloudfiles/code/Users`, mas não recebe: { $losses }.
outdated-offer = Para eu fazer isso, digite `{ $command }`: crio a nova a partir do modelo *{ $blueprint }* e paro esta quando a nova estiver rodando. Pergunto antes.
outdated-recipe = Este comando a cria e exige `computes/write` e `checkComputeNameAvailability/action` em { $workspace }. Troque `{ $new }` por um nome livre em toda a região do Azure, senão uma instância existente pode ser sobrescrita. Se o comando aparecer cortado aqui, digite `lamplighter run "desatualizadas { $instance }"` em um terminal:

# O que a nova não recebe.
outdated-lost-os-disk = pacotes, ambientes, kernels e outros arquivos do disco do SO
outdated-lost-temporary-disk = o disco temporário `/mnt`
outdated-lost-setup-scripts = scripts de configuração, que podem conter segredos
outdated-lost-setup-scripts-not-shown = scripts de configuração, se houver (o Azure não mostra nenhum)
outdated-lost-custom-services = serviços personalizados{ $names }
outdated-lost-data-mounts = dados montados{ $names }
outdated-lost-ssh = o acesso público por SSH e a chave dele, que só podem ser definidos na criação
outdated-lost-system-identity = as funções da identidade atribuída pelo sistema
outdated-lost-single-sign-on = o logon único desativado
outdated-lost-preview-settings = configurações em versão preliminar{ $names }
outdated-lost-unreadable = o que não consigo ler nela, a preencher à mão:{ $names }

# At the end of a question at a terminal.
agree = [s/N]

## Help

help-head = Inicio instâncias de computação do Azure ML quando você precisa delas e paro quando não precisa mais.
help-line = `{ $usage }` { $what }
help-foot = NOME é uma instância, como `myci` ou `workspace/myci`, um padrão, como `gpu-*`, `todas` ou `minhas`.
help-all = `ajuda tudo` mostra todos os comandos, e `ajuda parar` explica um deles.
help-topics = `ajuda parar` explica um dos comandos. Veja também { $topics }.
help-about-names = NOME é uma instância: `myci`, ou `workspace/myci` se vários workspaces têm uma com esse nome. Um padrão, como `gpu-*`, vale para todas em que ele se encaixa, `todas` são todas as que você pode ver, e `minhas` são as suas. A maioria dos comandos aceita vários nomes: `parar myci gpu-*`.
help-about-times = DURAÇÃO é quanto tempo, como `30m`, `2h` ou `1d 12h`: `manter myci por 2h`. HORA é um momento, como `22:00`, `amanhã 08:00`, `sexta` ou `24/12/2026 18:00`: `manter myci até sexta`. O seu fuso horário é { $zone }.
help-about-states = ESTADO é { $states }: `listar --estado rodando`.
help-about-owners = DONO é uma pessoa: um nome, uma menção, um ID de objeto do Entra ou `eu`: `listar --dono eu`. `minhas` são as suas instâncias: `parar minhas`.
help-about-sizes = TAMANHO é qualquer parte do nome de um tamanho de VM: `listar --tamanho NC6`. Os números contam inteiros: `NC6` não está em `NC64AS_T4_V3`. `--gpu` seleciona os tamanhos que têm GPU: `listar --gpu`.
help-status = estado, desde quando e por quê, preço, dono, inatividade e o que vem a seguir
help-list = tudo o que você pode ver, uma linha cada: estado, tamanho, preço e dono
help-start = inicia instâncias
help-stop = desliga instâncias; as que têm job, só com `--forçar`
help-restart = reinicia instâncias; as que têm job, só com `--forçar`
help-delete = exclui uma instância; pergunta antes
help-create = cria uma instância a partir de um modelo, perguntando antes; sozinho, mostra os modelos
help-renew = cria uma instância no lugar de uma antiga, que é parada; pergunta antes
help-idle = desliga as que ficam inativas por esse tempo; de 15 minutos a 3 dias
help-schedule = mostra os agendamentos de início e parada, ou muda os de uma instância
help-audit = o que pede atenção: imagens antigas, sem desligamento por inatividade, ligadas há muito tempo e mais
help-outdated = instâncias com imagem do SO desatualizada, a mais antiga primeiro; de uma delas, como renovar
help-cost = o que está rodando agora, por hora e por dia, por dono
help-later = o que alguém pediu para fazer depois, como em `parar NOME em 2h`; `fim` cancela
help-due = executa o que está pendente e chegou a hora; é o comando de um temporizador, não de pessoas
help-announce = avisa o que um agendamento vai fazer, com um jeito de manter uma instância ligada
help-keep = nenhum temporizador ou alerta meu vai pará-las antes disso; no máximo 7 dias
help-help = isto, ou mais sobre um comando
help-check = quais permissões do Azure eu tenho e quais faltam
help-whoami = quem você é para mim e o que pode fazer
help-ping = diz se estou aqui
help-example = Por exemplo: `{ $example }`
help-names = Também entendo: { $names }
help-options = Opções: { $options }
help-not-yours = Você não tem permissão para isto: `quem-sou` mostra o que você pode fazer.
check-held = Em { $places }, tenho todas as permissões no Azure de que preciso.
check-lacks = Em { $workspace }, ainda faltam permissões. Estas funções de `infra/azure` as têm: { $roles }. Quem administra o Azure pode concedê-las.
check-role = *{ $role }* ({ $actions })
whoami = Você é `{ $caller }`.
whoami-entra = No Entra, você é `{ $entra }`; é isso que define `minhas`.
whoami-no-entra = Não sei quem você é no Entra; por isso `minhas` fica vazio para você.
whoami-conversation = Esta conversa é `{ $id }`. Com esse id em `conversation`, uma tabela `[notify.NOME]` publica os relatórios aqui.
whoami-lists = Parte disso vale porque você está em { $lists }.
whoami-here-only = Parte disso só vale neste canal.
whoami-may-nothing = Você ainda não tem permissão para nada aqui. Quem administra o Lamplighter pode liberar para o id acima.
pong = Estou aqui. Lamplighter { $version }.
internal = Algo deu errado do meu lado, e não sei se funcionou. `estado` mostra como está. { $id }

## Menus: para que serve um comando ou uma opção, em até 100 caracteres

command-ci = Instâncias de computação do Azure ML: ver, iniciar, parar, reiniciar e excluir
command-do = um comando inteiro, como as respostas o escrevem: `parar myci --forçar`
option-text = o comando
option-verb = o comando a explicar, ou tudo
option-name = nomes, `workspace/nome`, um padrão, como `gpu-*`, `todas` ou `minhas`
option-except = todas menos estas: nomes ou padrões, como `gpu-*`
option-state = só as que estão neste estado, como rodando
option-owner = só as desta pessoa: um nome, uma menção, um ID de objeto do Entra, ou eu
option-gpu = só as que têm GPU
option-size = só as de um tamanho com isto no nome, como NC6
option-max = no máximo este número
option-longer-than = também o que roda há mais tempo que isso, como 12h
option-since = também o que se economizou desde então, como 8h ou 18:00
option-idle = quanto tempo, como 2h; ou fim
option-schedule = adicionar parar dias úteis às 20:00, ou remover e um id
option-how = por 2h, até 22:00 ou fim; porque …
option-new = o nome da nova instância
option-from = de qual modelo e para quem: do modelo small para Ana
option-as = com outro nome que não o que eu proponho: como myci-nova
option-later = para fazer depois: em 2h, às 18:00, amanhã às 8h
option-off = fim, para cancelar o que está pendente
option-when = quando vai ser: em 30m
option-announced = o que vai ser feito
option-dry-run = diz o que seria feito, e não faz nada
option-force = mesmo que isso encerre um job

## Depois

later-question = Isto é para depois: { $at }, com o que corresponder nessa hora.
later-noted = Um temporizador vai executar `{ $command }` { $at } ou até 15 minutos depois, se você ainda tiver permissão para isso.{ $spares ->
    [nothing] {""}
    [keeps] {" "}Instâncias protegidas ficam como estão.
   *[jobs] {" "}Instâncias protegidas ou com um job ficam como estão.
  } Para cancelar, digite `{ $off }`.
later-kept = { $who } protege *{ $instance }* { $until }{ $because }: ela fica como está, a não ser que isso acabe antes.
later-failed = *{ $workspace }*: o pedido não foi anotado, e nada será feito ali: { $reason }
later-no-room = *{ $workspace }*: o pedido não foi anotado, e nada será feito ali. { $why ->
    [yours] Você já tem 5 comandos pendentes ali, o máximo por pessoa. `pendentes` mostra quais, e `pendentes NOME fim` cancela os de uma instância.
    [everybodys] Já há 20 comandos pendentes ali, o máximo por workspace. `pendentes` mostra quais, e `pendentes NOME fim` cancela os de uma instância.
    [undone] Alguém mudou as tags do workspace no mesmo instante. Digite de novo.
    [others] O workspace já tem 50 tags, o máximo que o Azure permite, e nenhuma é minha. Quem administra o workspace pode remover uma que não faça falta.
   *[tags] O workspace já tem 50 tags, o máximo que o Azure permite: { $keeps } de instâncias protegidas, { $pending } de comandos pendentes, { $others } outras. `manter NOME fim` e `pendentes NOME fim` liberam uma cada; quem administra o workspace pode remover uma que não faça falta.
  }
later-none = Nada está pendente. Para fazer algo depois, digite por exemplo `parar NOME em 2h`. Temporizadores não aparecem aqui; `agendar todas` mostra os agendamentos do próprio Azure.
later-none-of = Nada está pendente para `{ $targets }`. `pendentes` mostra tudo o que está pendente.
later-head = { $n ->
    [one] 1 comando pendente:
   *[other] { $n } comandos pendentes:
  }
later-line = `{ $command }` { $at }, { $whose ->
    [own] pedido por você
   *[other] pedido por { $who }
  } { $asked }.
later-overdue = `{ $command }` deveria ter sido executado { $at }, { $whose ->
    [own] pedido por você
   *[other] pedido por { $who }
  } { $asked }, e não foi. O temporizador com `due` está funcionando?
later-ended = Cancelado: `{ $command }` { $at }.
later-not-ended = `{ $command }` { $at } continua pendente: { $reason }
later-not-yours = Você pode cancelar o que você mesmo pediu e o que você mesmo pode fazer com todas essas instâncias. Para proteger uma instância, digite `manter NOME por 2h`.
button-later-off = Cancelar{ $n ->
    [one] { "" }
   *[other] { " os " }{ $n }
  }: { $targets }
cause-later = { "," } você pediu isto { $asked }, para ser feito { $due }:
due-none = Nada a executar agora.
due = { $n ->
    [one] 1 comando pendente chegou à sua hora ou não vale.
   *[other] { $n } comandos pendentes chegaram à sua hora ou não valem.
  }
due-unsealed = *{ $workspace }*: a tag `{ $tag }` não é um comando pendente que eu anotei, então não faz nada. Outra pessoa a escreveu ou mudou, ou foi outro Lamplighter; ou a chave de `[tickets]` ou o ID do Entra da pessoa mudou depois. Se ninguém precisa da tag, remova-a no Azure.
due-stale = { "," } seu `{ $command }` { $at } está mais de uma hora atrasado e não vale mais. Para fazer agora, digite `{ $command }`.
due-no-source = { "," } seu `{ $command }` { $at } veio de *{ $source }*, que não está mais na configuração, então nada foi feito.
